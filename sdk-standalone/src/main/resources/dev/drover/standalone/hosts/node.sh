# What a node does, in a session of its own that no connection is needed for. The lines above set: role, address, spark_home,
# java_home, master_host, master_port, rest_port, pages_port, worker_port, worker_cores, worker_memory, auth_secret,
# signing_key, shuffle_service, and the function bootstrap_actions. It runs in the node's folder.
set -Eeuo pipefail
umask 077
# A session over SSH may have no language: without one, Java takes text for ASCII.
export LC_ALL=C.UTF-8
dir=$PWD
step='beginning'

# All processes of the node inherit the lock, so it is held for as long as one of them lives.
exec 9>node.lock
# Those who look whether it is held have it for a moment.
flock -w 3 9 || exit 0
echo $$ >pid

phase() {
  printf '%s\n' "$1" >phase.new
  mv -f phase.new phase
}

fail() {
  trap - ERR
  phase "failed: $step (exit code $1)"
  exit 1
}

# run_bootstrap NAME SECONDS SCRIPT-IN-BASE64 COUNT-OF-VARIABLES VARIABLE=VALUE... ARGUMENT...
run_bootstrap() {
  local limit=$2 script=$dir/bootstrap-$1 variables interpreter=()
  step="bootstrap action $1"
  phase "$step"
  base64 -d <<<"$3" >"$script"
  variables=("${@:5:$4}")
  shift $((4 + $4))
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
    # Another port than the one that was asked for would be found by nobody.
    echo 'spark.port.maxRetries 0'
    echo "$sink.*.sink.prometheusServlet.class org.apache.spark.metrics.sink.PrometheusServlet"
    echo "$sink.*.sink.prometheusServlet.path /metrics/prometheus"
    echo "$sink.master.sink.prometheusServlet.path /metrics/master/prometheus"
    echo "$sink.applications.sink.prometheusServlet.path /metrics/applications/prometheus"
    if [[ $role == master ]]; then
      echo 'spark.master.rest.enabled true'
      echo "spark.master.rest.port $rest_port"
      echo 'spark.master.rest.filters org.apache.spark.ui.JWSFilter'
      echo "spark.org.apache.spark.ui.JWSFilter.param.secretKey $signing_key"
      echo 'spark.deploy.recoveryMode FILESYSTEM'
      echo "spark.deploy.recoveryDirectory $dir/recovery"
    else
      echo "spark.shuffle.service.enabled $shuffle_service"
    fi
  } >spark.conf
}

# Writes the words that start this role's daemon into the array daemon.
daemon_command() {
  local deploy=org.apache.spark.deploy
  daemon=(env "SPARK_HOME=$spark_home" "SPARK_LOCAL_IP=$address" "SPARK_LOCAL_DIRS=$dir/local"
    'SPARK_SCALA_VERSION=2.13' "${java_home:+$java_home/bin/}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1
    -cp "$spark_home/jars/*")
  if [[ $role == master ]]; then
    daemon+=(-Xmx1g "$deploy.master.Master" --port "$master_port" --webui-port "$pages_port")
  else
    daemon+=(-Xmx512m "$deploy.worker.Worker" --port "$worker_port" --webui-port "$pages_port" --work-dir "$dir/work"
      --cores "$worker_cores" --memory "${worker_memory}m")
  fi
  daemon+=(--host "$address" --properties-file "$dir/spark.conf")
  if [[ $role == worker ]]; then daemon+=("spark://$master_host:$master_port"); fi
}

# A daemon that ends is started again: the master recovers what it knew, workers register anew.
keep_running() {
  local code
  while [[ ! -e stopping ]]; do
    phase 'running'
    code=0
    "${daemon[@]}" >>"logs/$role.log" 2>&1 </dev/null || code=$?
    phase "restarting: its daemon ended with exit code $code"
    sleep 3
  done
}

trap 'fail $?' ERR
mkdir -p local work recovery
step='finding Java'
"${java_home:+$java_home/bin/}java" -version
bootstrap_actions
step='configuring Spark'
configure
daemon_command
trap - ERR
keep_running
