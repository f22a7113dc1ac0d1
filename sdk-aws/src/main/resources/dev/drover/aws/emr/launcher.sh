run=$1
parent=$PPID
work=$(mktemp -d) && cd "$work" && mkdir out || exit 125
s3() { aws s3 "$@" --only-show-errors; }
if ! s3 cp "${run}job.sh" job.sh; then
  echo "drover: ${run}job.sh is not there: this run was started before, cancelled, or may not be read" >&2
  exit 125
fi
s3 rm "${run}job.sh" || exit 125
mkfifo o e
(trap '' TERM INT; exec tee out/stdout < o) & copy_o=$!
(trap '' TERM INT; exec tee out/stderr < e >&2) & copy_e=$!
bash job.sh > o 2> e & job=$!
trap 'kill -TERM "$job" 2> /dev/null' TERM INT
(while kill -0 "$parent"; do sleep 2; done; kill -TERM "$job") > /dev/null 2>&1 & watch=$!
wait "$job"; code=$?
while kill -0 "$job" 2> /dev/null; do wait "$job"; code=$?; done
kill "$watch"
for i in {1..100}; do kill -0 "$copy_o" "$copy_e" 2> /dev/null || break; sleep 0.1; done
[ -e in-yarn ] || printf %s "$code" > out/exit
for f in out/*; do s3 cp "$f" "$run${f#out/}"; done
cd / && rm -rf "$work"
exit "$code"
