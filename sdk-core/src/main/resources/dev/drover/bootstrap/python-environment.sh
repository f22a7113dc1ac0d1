#!/usr/bin/env bash
# Makes a Python environment of its own on this machine, and puts jars where Spark finds them.
#
#   --folder DIR             where the environment is made; DIR/bin/python is its interpreter
#   --python COMMAND         the interpreter that it is made from
#   --wheel URI              a wheel to install; may be given again
#   --requirement TEXT       a requirement, such as numpy==2.3.4; may be given again
#   --requirements URI       a file of requirements
#   --packages URI           a folder with all packages that are needed: nothing is fetched from an index
#   --jar URI                a jar for Spark's jars folder; may be given again
#   --jars DIR               Spark's jars folder, if it is another than this machine's
#
# Run again with the same arguments, it does nothing. Whatever goes wrong ends it with an exit code other than 0, and
# nothing of the environment is left that could be taken for whole.
set -euo pipefail
umask 022

folder='' python=python3 requirements='' packages='' jars_folder=''
wheels=() wanted=() jars=()
all_arguments=("$@")
step='reading arguments'

log() { printf '%s python-environment: %s\n' "$(date -u +%H:%M:%S)" "$*"; }

said=false
fail() {
    log "FAILED while $step: $*" >&2
    said=true
    exit 1
}

while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || fail "'$1' needs a value"
    case $1 in
        --folder) folder=$2 ;;
        --python) python=$2 ;;
        --wheel) wheels+=("$2") ;;
        --requirement) wanted+=("$2") ;;
        --requirements) requirements=$2 ;;
        --packages) packages=$2 ;;
        --jar) jars+=("$2") ;;
        --jars) jars_folder=$2 ;;
        *) fail "there is no option '$1'" ;;
    esac
    shift 2
done
case $folder in
    /*) ;;
    *) fail "--folder must be an absolute path, not '$folder'" ;;
esac

work=$(mktemp -d)
mark=$folder/.drover-environment
end() {
    local status=$?
    rm -rf "$work"
    if [ "$status" != 0 ] && [ "$said" = false ]; then
        log "FAILED while $step; exit code $status" >&2
    fi
    exit "$status"
}
trap end EXIT

# What may need the superuser's rights: a folder such as /opt belongs to root, and EMR's actions run as another user.
as_owner_of() {
    local place=$1
    shift
    while [ ! -e "$place" ]; do place=$(dirname "$place"); done
    if [ -w "$place" ] || [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

three_times() {
    local try
    for try in 1 2 3; do
        if "$@"; then return 0; fi
        log "try $try of 3 failed: $1"
        [ "$try" = 3 ] || sleep 5
    done
    return 1
}

need() {
    command -v "$1" >/dev/null || fail "the command '$1' is needed for '$2' and is not on this machine"
}

# fetch URI FILE: one file.
fetch() {
    case $1 in
        file://*) cp -- "${1#file://}" "$2" ;;
        file:/*) cp -- "${1#file:}" "$2" ;;
        /*) cp -- "$1" "$2" ;;
        s3://*) need aws "$1" && three_times aws s3 cp --only-show-errors "$1" "$2" ;;
        gs://*)
            if command -v gcloud >/dev/null; then
                three_times gcloud storage cp --no-user-output-enabled "$1" "$2"
            else
                need gsutil "$1" && three_times gsutil -q cp "$1" "$2"
            fi
            ;;
        http://* | https://*) need curl "$1" && three_times curl --fail --silent --show-error --location --output "$2" "$1" ;;
        hdfs://*) need hdfs "$1" && three_times hdfs dfs -get -f "$1" "$2" ;;
        *) fail "nothing is known to fetch '$1' with" ;;
    esac
}

# fetch_folder URI DIR: all files directly below it.
fetch_folder() {
    local from=${1%/}
    case $from in
        file://*) cp -- "${from#file://}"/* "$2" ;;
        file:/*) cp -- "${from#file:}"/* "$2" ;;
        /*) cp -- "$from"/* "$2" ;;
        s3://*) need aws "$1" && three_times aws s3 cp --only-show-errors --recursive "$from/" "$2" ;;
        gs://*)
            if command -v gcloud >/dev/null; then
                three_times gcloud storage cp --no-user-output-enabled "$from/*" "$2"
            else
                need gsutil "$1" && three_times gsutil -q -m cp "$from/*" "$2"
            fi
            ;;
        hdfs://*) need hdfs "$1" && three_times hdfs dfs -get -f "$from/*" "$2" ;;
        *) fail "nothing is known to fetch the folder '$1' with" ;;
    esac
}

install_environment() {
    step="making the environment $folder"
    command -v "$python" >/dev/null || fail "there is no '$python' on this machine"
    log "making $folder with $("$python" --version 2>&1)"
    as_owner_of "$folder" mkdir -p "$folder"
    [ -w "$folder" ] || sudo -n chown "$(id -u):$(id -g)" "$folder"
    rm -f "$mark"
    "$python" -m venv --copies --clear "$folder" || fail "'$python -m venv' failed; on Debian install python3-venv"

    local options=() what=()
    if [ -n "$packages" ]; then
        step="fetching packages from $packages"
        log "$step"
        mkdir "$work/packages"
        fetch_folder "$packages" "$work/packages"
        options+=(--no-index --find-links "$work/packages")
    fi
    local wheel
    for wheel in ${wheels[@]+"${wheels[@]}"}; do
        step="fetching $wheel"
        log "$step"
        mkdir -p "$work/wheels"
        fetch "$wheel" "$work/wheels/${wheel##*/}"
        what+=("$work/wheels/${wheel##*/}")
    done
    if [ -n "$requirements" ]; then
        step="fetching $requirements"
        log "$step"
        fetch "$requirements" "$work/requirements.txt"
        options+=(--requirement "$work/requirements.txt")
    fi
    what+=(${wanted[@]+"${wanted[@]}"})
    if [ ${#what[@]} -gt 0 ] || [ -n "$requirements" ]; then
        step='installing packages'
        log "$step$([ -z "$packages" ] || printf ' without an index')"
        "$folder/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --no-cache-dir \
            ${options[@]+"${options[@]}"} -- ${what[@]+"${what[@]}"}
        step='checking what was installed'
        "$folder/bin/python" -m pip check --disable-pip-version-check
    fi
}

install_jars() {
    if [ -z "$jars_folder" ]; then
        jars_folder=${SPARK_HOME:-/usr/lib/spark}/jars
    fi
    # On EMR, actions run before Spark is there; its packages then add to the folder.
    as_owner_of "$jars_folder" mkdir -p "$jars_folder"
    local jar
    for jar in "${jars[@]}"; do
        step="putting $jar into $jars_folder"
        log "$step"
        local here=$work/${jar##*/}
        fetch "$jar" "$here"
        if ! cmp --silent "$here" "$jars_folder/${here##*/}"; then
            as_owner_of "$jars_folder" install -m 0644 "$here" "$jars_folder/${here##*/}"
        fi
    done
}

digest=$(printf '%s\0' "${all_arguments[@]}" | sha256sum | cut -d ' ' -f 1)
if [ "$(cat "$mark" 2>/dev/null || true)" = "$digest" ]; then
    log "$folder is there already"
    exit 0
fi
install_environment
if [ ${#jars[@]} -gt 0 ]; then
    install_jars
fi
step='marking it as whole'
printf '%s\n' "$digest" >"$mark"
log "$folder is ready: $("$folder/bin/python" --version 2>&1)"
