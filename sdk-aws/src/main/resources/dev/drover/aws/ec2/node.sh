# What a node does when it starts. The lines above set: cluster, role, source, location, sha512, ends_at, disks,
# master_host, worker_cores, worker_memory, auth_secret, signing_key, shuffle_service, and the function bootstrap_actions.
# From the environment, for runs elsewhere than on EC2: DROVER_HOME, DROVER_USER, DROVER_CONSOLE, DROVER_ADDRESS.
set -Eeuo pipefail
umask 077

home=${DROVER_HOME:-/opt/drover}
user=${DROVER_USER:-spark}
console=${DROVER_CONSOLE:-/dev/console}
log=$home/logs/node.log
properties=$home/conf/spark-defaults.conf
step='making folders'

# The machine's console is the one thing that can be read from outside without an agent or rights on the node.
say() {
  echo "DROVER: $*"
  echo "DROVER: $*" >>"$console" || true
}

# Ends the machine, which EC2 then terminates: a node that does not work must not cost.
fail() {
  trap - ERR
  say "failed: $step (exit code $1)"
  tail -n 20 "$log" | while IFS= read -r line; do say "| ${line:0:300}"; done
  shutdown -h now
  exit 1
}

# All nodes of a cluster end at one time, those that were added later too.
limit_age() {
  ((ends_at > 0)) || return 0
  local left=$((ends_at - $(date +%s)))
  # shellcheck disable=SC2016
  setsid bash -c 'sleep "$1"; echo "DROVER: ended: the maximum age is reached" >>"$2"; shutdown -h now' \
    bash "$((left > 0 ? left : 0))" "$console" </dev/null >/dev/null 2>&1 &
}

make_user() {
  id -u "$user" >/dev/null 2>&1 || useradd --system --create-home --shell /usr/sbin/nologin "$user"
  chown "$user" "$home" "$home"/*
}

as_user() {
  if [[ $(id -un) == "$user" ]]; then "$@"; else runuser -u "$user" -- "$@"; fi
}

# The private address of this machine, by IMDSv2.
own_address() {
  local service=http://169.254.169.254/latest token
  token=$(curl -sf --retry 5 --max-time 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$service/api/token")
  curl -sf --retry 5 --max-time 5 -H "X-aws-ec2-metadata-token: $token" "$service/meta-data/local-ipv4"
}

# Disks that hold nothing yet.
blank_disks() {
  local device
  for device in $(lsblk -dnpro NAME,TYPE | awk '$2 == "disk" { print $1 }'); do
    if (($(lsblk -npro NAME "$device" | wc -l) == 1)) && ! blkid "$device" >/dev/null; then echo "$device"; fi
  done
}

prepare_disks() {
  local_dirs=$home/local
  ((disks > 0)) || return 0
  local tries=0 number=0 device folder
  while (($(blank_disks | wc -l) < disks && tries++ < 30)); do sleep 2; done
  (($(blank_disks | wc -l) >= disks))
  local_dirs=
  for device in $(blank_disks); do
    folder=$home/disks/$((++number))
    mkfs.ext4 -q "$device"
    mkdir -p "$folder"
    mount -o noatime "$device" "$folder"
    chown "$user" "$folder"
    local_dirs=${local_dirs:+$local_dirs,}$folder
  done
}

fetch() {
  case $1 in
    file://*) cp "${1#file://}" "$2" ;;
    s3://*) aws s3 cp --only-show-errors "$1" "$2" ;;
    *) curl -sSfL --retry 5 --retry-delay 2 --connect-timeout 10 --max-time 1200 -o "$2" "$1" ;;
  esac
}

install_java() {
  [[ $source != container ]] || return 0
  if [[ -z ${JAVA_HOME:-} ]] && ! command -v java >/dev/null; then
    if command -v dnf >/dev/null; then
      dnf install -y -q java-17-amazon-corretto-headless
    else
      apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q openjdk-17-jre-headless
    fi
  fi
}

install_spark() {
  case $source in
    tarball)
      fetch "$location" "$home/spark.tgz"
      if [[ -n $sha512 ]]; then echo "$sha512  $home/spark.tgz" | sha512sum --check --quiet; fi
      mkdir "$home/spark"
      tar -xzf "$home/spark.tgz" -C "$home/spark" --strip-components=1 --no-same-owner
      rm "$home/spark.tgz"
      chmod -R a+rX "$home/spark"
      spark_home=$home/spark
      ;;
    installed) spark_home=$location ;;
    container)
      docker pull --quiet "$location"
      spark_home=/opt/spark
      ;;
  esac
  [[ $source == container ]] || ls "$spark_home"/jars/spark-core_*.jar
}

# run_bootstrap NAME SECONDS SCRIPT-IN-BASE64 COUNT-OF-VARIABLES VARIABLE=VALUE... ARGUMENT...
run_bootstrap() {
  local name=$1 limit=$2 script=$home/bootstrap/$1 variables
  step="bootstrap action $name"
  base64 -d <<<"$3" >"$script"
  variables=("${@:5:$4}")
  shift $((4 + $4))
  local interpreter=()
  chmod 0700 "$script"
  if [[ $(head -c 2 "$script") != '#!' ]]; then interpreter=(bash); fi
  timeout --kill-after=10 "$limit" env "DROVER_ROLE=$role" "SPARK_HOME=$spark_home" "${variables[@]}" \
    "${interpreter[@]}" "$script" "$@" </dev/null
}

configure() {
  local sink=spark.metrics.conf
  {
    echo 'spark.authenticate true'
    echo "spark.authenticate.secret $auth_secret"
    echo 'spark.ui.killEnabled false'
    echo "$sink.*.sink.prometheusServlet.class org.apache.spark.metrics.sink.PrometheusServlet"
    echo "$sink.*.sink.prometheusServlet.path /metrics/prometheus"
    echo "$sink.master.sink.prometheusServlet.path /metrics/master/prometheus"
    echo "$sink.applications.sink.prometheusServlet.path /metrics/applications/prometheus"
    if [[ $role == master ]]; then
      echo 'spark.master.rest.enabled true'
      echo 'spark.master.rest.port 6066'
      echo 'spark.master.rest.filters org.apache.spark.ui.JWSFilter'
      echo "spark.org.apache.spark.ui.JWSFilter.param.secretKey $signing_key"
      echo 'spark.deploy.recoveryMode FILESYSTEM'
      echo "spark.deploy.recoveryDirectory $home/recovery"
    else
      echo "spark.master spark://$master_host:7077"
      echo "spark.shuffle.service.enabled $shuffle_service"
    fi
  } >"$properties"
  chown "$user" "$properties"
}

# Writes the words that start this role's daemon into the array daemon.
daemon_command() {
  local deploy=org.apache.spark.deploy
  daemon=(-cp "$spark_home/jars/*")
  if [[ $role == master ]]; then
    daemon+=(-Xmx1g "$deploy.master.Master" --port 7077 --webui-port 8080)
  else
    daemon+=(-Xmx512m "$deploy.worker.Worker" --port 7078 --webui-port 8081 --work-dir "$home/work"
      --cores "$worker_cores" --memory "${worker_memory}m")
  fi
  daemon+=(--host "$address" --properties-file "$properties")
  if [[ $role == worker ]]; then daemon+=("spark://$master_host:7077"); fi
  local environment=("SPARK_HOME=$spark_home" "SPARK_LOCAL_IP=$address" "SPARK_LOCAL_DIRS=$local_dirs"
    'SPARK_SCALA_VERSION=2.13')
  if [[ $source == container ]]; then
    local each words=()
    for each in "${environment[@]}"; do words+=(--env "$each"); done
    words+=(--volume "$home:$home")
    daemon=(docker run --rm --network host --name drover-spark --user "$(id -u "$user")" "${words[@]}"
      --entrypoint java "$location" "${daemon[@]}")
  else
    daemon=(env "${environment[@]}" "${JAVA_HOME:+$JAVA_HOME/bin/}java" "${daemon[@]}")
  fi
}

# A daemon that ends is started again: the master recovers what it knew, workers register anew.
keep_running() {
  while true; do
    if [[ $source == container ]]; then "${daemon[@]}"; else as_user "${daemon[@]}"; fi || true
    say "the $role's daemon has ended and is started again"
    sleep 5
  done
}

mkdir -p "$home"/{conf,logs,work,local,disks,recovery,bootstrap}
chmod 0711 "$home"
exec >>"$log" 2>&1 </dev/null
trap 'fail $?' ERR
limit_age
step='making the user'
make_user
step='preparing disks'
prepare_disks
step='finding the own address'
address=${DROVER_ADDRESS:-$(own_address)}
step='installing Java'
install_java
step='installing Spark'
install_spark
bootstrap_actions
step='configuring Spark'
configure
if [[ $role != gateway ]]; then
  daemon_command
  trap - ERR
  keep_running >>"$home/logs/$role.log" 2>&1 &
  disown
fi
for key in /etc/ssh/ssh_host_*_key.pub; do
  if [[ $role == gateway && -e $key ]]; then say "host key: $(cut -d ' ' -f 1,2 "$key")"; fi
done
say "started: $role of $cluster at $address"
