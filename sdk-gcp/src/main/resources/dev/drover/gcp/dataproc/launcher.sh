work=${0%/*}
parent=$PPID
cd "$work" && rm -f job.sh || exit 125
# Groups of processes: a job ends with all that it has started.
set -m
run_job < /dev/null & job=$!
trap 'kill -TERM -- "-$job" 2> /dev/null' TERM INT
(
  while kill -0 "$parent" && kill -0 $$; do sleep 1; done
  kill -TERM -- "-$job"
  sleep 10
  kill -KILL -- "-$job"
) > /dev/null 2>&1 & watch=$!
# Bash tells of the end of what it remembers.
disown "$watch"
wait "$job"; code=$?
while kill -0 "$job" 2> /dev/null; do wait "$job"; code=$?; done
kill -KILL -- "-$watch" "-$job" 2> /dev/null
if [ "$code" != 0 ] && kill -0 "$parent" 2> /dev/null; then
  printf %s "$code" | hadoop fs -put -f - "$exit_to" > /dev/null 2>&1 \
    || echo "drover: the exit code $code could not be left at $exit_to" >&2
fi
cd / && rm -rf "$work"
exit "$code"
