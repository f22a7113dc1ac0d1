#!/usr/bin/env python3
"""How long the drover command takes, and how much memory, beside AWS's command line. They take turns, against one moto. After
./mvnw package of the module sdk-cli, with aws (pip install awscli) in PATH:

    its/moto benchmarks/command-start.py [ROUNDS]
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import figures
import turns
from figures import LIMIT, NOTE, Figure

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
subprocess.run([drover, "--version"], env=environment, stdout=subprocess.DEVNULL, check=True, cwd=cache.name)
first = time.monotonic() - start
while not list(pathlib.Path(cache.name).glob("drover/classes/*.jsa")):
    time.sleep(0.1)
archived = time.monotonic() - start

status = [drover, "job", "status", job]
describe = ["aws", "--endpoint-url", moto, "emr", "describe-step", "--cluster-id", cluster, "--step-id", step]
found = turns.take([
    turns.ours("help", "drover --help", [drover, "--help"], environment),
    turns.note("help", "drover --help, without the archive", [drover, "--help"], plain),
    turns.peer("help", "aws --version", ["aws", "--version"], environment),
    turns.ours("status of a step", "drover job status", status, environment),
    turns.note("status of a step", "drover job status, without the archive", status, plain),
    turns.peer("status of a step", "aws emr describe-step", describe, environment),
], rounds, cache.name)
figures.report(found + [
    Figure("help", "limit", LIMIT, 0.5, "s", wanted=1),
    Figure("the first call of a machine", "drover --version", NOTE, first, "s"),
    Figure("the first call of a machine", "until the archive is there", NOTE, archived, "s"),
])
