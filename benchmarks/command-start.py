#!/usr/bin/env python3
"""How long the drover command takes, and how much memory, beside AWS's command line. They take turns, against one moto. After
./mvnw package of the module sdk-cli, with aws (pip install awscli) in PATH:

    its/moto benchmarks/command-start.py [ROUNDS]
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
root = pathlib.Path(__file__).resolve().parent.parent
drover = str(root / "sdk-cli" / "target" / "drover" / "drover")
moto = os.environ["DROVER_ITS_MOTO"]
cache = tempfile.TemporaryDirectory()
environment = dict(os.environ)
environment.pop("CI", None)
environment.update({
    "AWS_ENDPOINT_URL": moto,
    "AWS_ACCESS_KEY_ID": "moto",
    "AWS_SECRET_ACCESS_KEY": "moto",
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_PAGER": "",
    "XDG_CACHE_HOME": cache.name,
})
plain = {**environment, "DROVER_ARCHIVE": "off"}


def run(command):
    return subprocess.run(command, env=plain, stdout=subprocess.PIPE, check=True, text=True, cwd=cache.name).stdout


def measure(command, variables):
    """Seconds and MiB at most."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cache.name)
    _, status, used = os.wait4(process.pid, 0)
    took = time.monotonic() - start
    if status != 0:
        sys.exit(f"{command} failed")
    return took, used.ru_maxrss / 1024


# By AWS's own command: moto cannot describe releases, which Drover asks before it makes a cluster.
cluster = json.loads(run([
    "aws", "--endpoint-url", moto, "emr", "create-cluster", "--name", "report", "--release-label", "emr-7.2.0", "--instance-type", "m5.xlarge",
    "--instance-count", "2", "--output", "json"]))["ClusterId"]
step = json.loads(run([
    "aws", "--endpoint-url", moto, "emr", "add-steps", "--cluster-id", cluster, "--output", "json", "--steps",
    "Type=CUSTOM_JAR,Name=report,ActionOnFailure=CONTINUE,Jar=command-runner.jar,Args=[sync]"]))["StepIds"][0]
job = f"emr://eu-west-1/{cluster}#{step}"

# The first call with a cache leaves the archive behind; how long that takes is shown, too.
start = time.monotonic()
first = measure([drover, "--version"], environment)[0]
while not list(pathlib.Path(cache.name).glob("drover/classes/*.jsa")):
    time.sleep(0.1)
archived = time.monotonic() - start

subjects = {
    "drover --help, first call of a machine": ([drover, "--help"], plain),
    "drover --help": ([drover, "--help"], environment),
    "drover job status, first call of a machine": ([drover, "job", "status", job], plain),
    "drover job status": ([drover, "job", "status", job], environment),
    "aws --version": (["aws", "--version"], environment),
    "aws emr describe-step": (
        ["aws", "--endpoint-url", moto, "emr", "describe-step", "--cluster-id", cluster, "--step-id", step],
        environment),
}
results = {subject: [] for subject in subjects}
for number in range(rounds + 1):
    for subject, (command, variables) in subjects.items():
        result = measure(command, variables)
        if number > 0:  # The first round fills the disk's caches.
            results[subject].append(result)

print(f"{rounds} rounds; load {os.getloadavg()[0]:.1f}; the archive was there {archived:.1f} s after the first call began,"
      f" which took {first:.2f} s")
for subject, measured in results.items():
    seconds = sorted(took for took, _ in measured)
    memory = statistics.median(used for _, used in measured)
    print(f"{subject:44} {statistics.median(seconds):6.2f} s ({seconds[0]:.2f} to {seconds[-1]:.2f})  {memory:4.0f} MiB")
