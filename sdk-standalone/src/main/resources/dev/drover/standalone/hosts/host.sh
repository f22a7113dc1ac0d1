# What Drover does on a host. It comes over standard input, between a brace and its end, so that nothing of it runs if the
# connection breaks while it comes; the call of main stands at its end, and data may follow. Exit codes: 3 not there, 4 held
# by another cluster, 5 refused, 6 not all data came.
set -Eeuo pipefail
umask 077
# A session over SSH may have no language: without one, Java takes text for ASCII.
export LC_ALL=C.UTF-8

refuse() {
  printf '%s\n' "$2" >&2
  exit "$1"
}

# Takes LENGTH bytes of data into a file, or nothing at all.
take() {
  local aside
  mkdir -p -- "$(dirname -- "$1")"
  aside=$(mktemp -- "$1.XXXXXX")
  if ! cat >"$aside" || (($(stat -c %s -- "$aside") != $2)); then
    rm -f -- "$aside"
    refuse 6 "not all of $1 came, or there is no room for it"
  fi
  if ! mv -fT -- "$aside" "$1"; then
    rm -f -- "$aside"
    refuse 5 "$1 cannot be replaced"
  fi
}

holder() { readlink -- "$base/holder" || true; }

require_held() { [[ $(holder) == "$1" ]] || refuse 4 "$(holder)"; }

# Whether a process has locked a file. Others may look at the same time.
locked() { [[ -e $1 ]] && ! flock -s -n "$1" true; }

do_probe() {
  local each
  for each in flock setsid sha512sum tar timeout base64 mktemp stat; do
    command -v "$each" >/dev/null || refuse 5 "there is no program '$each' there"
  done
  holder
}

# The register, on the first host.

# Holds the right to make or change a cluster for as long as the connection lasts.
do_hold() {
  mkdir -p "$base/register"
  exec 8>"$base/register/$1.lock"
  flock -w 5 8 || refuse 4 'another process is making or changing it'
  echo held
  cat >/dev/null
}

do_read() {
  [[ -e $base/register/$1.json ]] || exit 3
  if locked "$base/register/$1.lock"; then echo held; else echo free; fi
  cat "$base/register/$1.json"
}

do_list() {
  local each name
  for each in "$base"/register/*.json; do
    [[ -e $each ]] || continue
    name=$(basename "$each" .json)
    if locked "$base/register/$name.lock"; then echo held; else echo free; fi
    cat "$each"
    echo
  done
}

# do_write NAME LENGTH new|change
do_write() {
  mkdir -p "$base/register"
  exec 7>"$base/register/lock"
  flock -w 10 7
  [[ $3 == new || -e $base/register/$1.json ]] || exit 3
  take "$base/register/$1.json" "$2"
}

do_erase() {
  mkdir -p "$base/register"
  exec 7>"$base/register/lock"
  flock -w 10 7
  rm -f "$base/register/$1.json"
}

# Hosts belong to one cluster at a time: the name that a link holds, which can be made only once.

do_claim() {
  mkdir -p "$base"
  ln -sn -- "$1" "$base/holder" 2>/dev/null || true
  require_held "$1"
  mkdir -p "$base/$1"
}

# Whoever starts a node and whoever gives its host back take turns.
take_turns() {
  exec 6>"$base/lock"
  flock -w 20 6
}

do_release() {
  mkdir -p "$base"
  take_turns
  do_stop "$1" worker
  do_stop "$1" master
  rm -rf -- "${base:?}/$1"
  if [[ $(holder) == "$1" ]]; then rm -f -- "$base/holder"; fi
}

# Spark

show_spark() {
  local jars=("$1"/jars/spark-core_*.jar) version
  [[ -e ${jars[0]} ]] || exit 3
  version=${jars[0]##*/spark-core_}
  version=${version#*-}
  printf '%s\n%s\n' "$1" "${version%.jar}"
}

do_installed() { show_spark "$1"; }

do_unpacked() { show_spark "$base/spark/$1"; }

# do_append SHA512 OFFSET LENGTH
do_append() {
  local part=$base/spark/$1.part size
  mkdir -p "$base/spark"
  touch "$part"
  (($(stat -c %s "$part") >= $2)) || refuse 6 'the part before has not come'
  truncate -s "$2" "$part"
  cat >>"$part" || refuse 6 'there is no room for Spark'
  size=$(stat -c %s "$part")
  ((size == $2 + $3)) || refuse 6 'not all of the archive came'
}

do_unpack() {
  local part=$base/spark/$1.part aside=$base/spark/$1.new
  if ! echo "$1  $part" | sha512sum --check --status; then
    rm -f "$part"
    refuse 5 'what came has another SHA-512 sum'
  fi
  rm -rf "$aside"
  mkdir "$aside"
  tar -xzf "$part" -C "$aside" --strip-components=1 --no-same-owner
  mv -T "$aside" "$base/spark/$1"
  rm -f "$part"
  show_spark "$base/spark/$1"
}

# Nodes

# do_launch NAME ROLE LENGTH: data is the script, which sees to it that it runs once.
do_launch() {
  local dir=$base/$1/$2
  require_held "$1"
  take_turns
  require_held "$1"
  mkdir -p "$dir/logs"
  take "$dir/node.sh" "$3"
  cd "$dir"
  setsid bash ./node.sh 6>&- </dev/null >>logs/node.log 2>&1 &
}

# do_state NAME ROLE HOST PORT: whether it runs, whether its pages answer, its phase, and the ends of its logs.
do_state() {
  local dir=$base/$1/$2
  [[ -d $dir ]] || exit 3
  if locked "$dir/node.lock"; then echo runs; else echo ended; fi
  if (exec 3<>"/dev/tcp/$3/$4") 2>/dev/null; then echo answers; else echo silent; fi
  cat "$dir/phase" 2>/dev/null || echo starting
  tail -n 15 -q "$dir/logs/node.log" "$dir/logs/$2.log" 2>/dev/null | cut -c 1-400 || true
}

# Ends all processes of a node: they are one process group, and together they hold its lock.
do_stop() {
  local dir=$base/$1/$2 tries=0
  [[ -d $dir ]] || return 0
  touch "$dir/stopping"
  locked "$dir/node.lock" || return 0
  until [[ -s $dir/pid ]] || ((tries++ > 50)); do sleep 0.1; done
  kill -TERM -- "-$(<"$dir/pid")" 2>/dev/null || true
  flock -w 15 "$dir/node.lock" true && return 0
  kill -KILL -- "-$(<"$dir/pid")" 2>/dev/null || true
  flock -w 5 "$dir/node.lock" true || refuse 5 "its processes do not end: group $(<"$dir/pid")"
}

# do_run NAME SECONDS LENGTH COUNT-OF-VARIABLES VARIABLE=VALUE... ARGUMENT...: the exit code goes to standard error.
do_run() {
  local limit=$2 script code=0 variables interpreter=()
  require_held "$1"
  script=$(mktemp "$base/$1/script.XXXXXX")
  take "$script" "$3"
  variables=("${@:5:$4}")
  shift $((4 + $4))
  chmod 0700 "$script"
  if [[ $(head -c 2 "$script") != '#!' ]]; then interpreter=(bash); fi
  cd "$HOME"
  timeout --kill-after=10 "$limit" env "${variables[@]}" "${interpreter[@]}" "$script" "$@" </dev/null 2>&1 || code=$?
  rm -f "$script"
  echo "$code" >&2
}

at_home() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$HOME" "$1" ;; esac }

do_put() { take "$(at_home "$1")" "$2"; }

do_get() {
  local file
  file=$(at_home "$1")
  [[ -f $file ]] || exit 3
  cat -- "$file"
}

main() {
  case $2 in /*) base=$2 ;; *) base=$HOME/$2 ;; esac
  local verb=do_$1
  shift 2
  "$verb" "$@"
}
