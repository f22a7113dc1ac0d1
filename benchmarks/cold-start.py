#!/usr/bin/env python3
"""How long whole programs take, and how much memory, that submit one step to EMR, or one job to Dataproc, and end: Drover, the
platform's client for Java alone, and AWS's command line. They take turns, against one moto, or one server that counts jobs and
runs none. After ./mvnw package of the module benchmarks:

    its/moto benchmarks/cold-start.py emr [ROUNDS]
    benchmarks/cold-start.py dataproc [ROUNDS]
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

if len(sys.argv) < 2 or sys.argv[1] not in ("emr", "dataproc"):
    sys.exit(__doc__)
platform = sys.argv[1]
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
root = pathlib.Path(__file__).resolve().parent.parent
environment = dict(os.environ)
java = str(pathlib.Path(os.environ["JAVA_HOME"], "bin", "java")) if os.environ.get("JAVA_HOME") else "java"
quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
quiet = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"


def program(main, *options):
    jar = str(root / "benchmarks" / "target" / "benchmarks.jar")
    return [java, *options, quiet, "-cp", jar, "dev.drover.benchmarks." + main]


def measure(command):
    """Seconds and MiB at most."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    took = time.monotonic() - start
    if status != 0 or expected not in said:
        sys.exit(f"{command[0]} failed: {said.decode()}")
    return took, used.ru_maxrss / 1024


def drover(main, target):
    """The program with the JVM as it is, with one for short programs, and with a class archive besides."""
    archive = root / "benchmarks" / "target" / (main + ".jsa")
    subprocess.run([*program(main, f"-XX:ArchiveClassesAtExit={archive}", *quick), target], env=environment,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return {
        "Drover": [*program(main), target],
        "Drover, quick start (C1, serial GC)": [*program(main, *quick), target],
        "Drover, quick start and class archive": [*program(main, f"-XX:SharedArchiveFile={archive}", *quick), target],
    }


def emr():
    moto = os.environ["DROVER_ITS_MOTO"]
    environment.update({
        "AWS_ENDPOINT_URL": moto,
        "AWS_ACCESS_KEY_ID": "moto",
        "AWS_SECRET_ACCESS_KEY": "moto",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_PAGER": "",
    })
    made = subprocess.run(
        program("MakeCluster"), env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout.strip()
    found = {**drover("SubmitOneStep", made), "SDK of AWS for Java, alone": [*program("AddOneStep"), made]}
    if shutil.which("aws"):
        found["aws emr add-steps"] = [
            "aws", "--endpoint-url", moto, "emr", "add-steps", "--cluster-id", made.rsplit("/", 1)[1], "--steps",
            "Type=CUSTOM_JAR,Name=report,ActionOnFailure=CONTINUE,Jar=command-runner.jar,Args=[spark-submit,--class,"
            "com.acme.DailyReport,s3://acme-code/report.jar,--day,2026-11-21]"]
    else:
        print("There is no AWS command line here; it is left out.")
    return found


def dataproc():
    server = subprocess.Popen(program("OneJobServer"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    address = server.stdout.readline().strip()
    return {
        **drover("SubmitOneJob", address),
        "Google's client, alone": [*program("SendOneJob"), address],
        "Google's client, quick start": [*program("SendOneJob", *quick), address],
    }


subjects, expected = (emr(), b"s-") if platform == "emr" else (dataproc(), b"-")
results = {subject: [] for subject in subjects}
for number in range(rounds + 1):
    for subject, command in subjects.items():
        result = measure(command)
        if number > 0:  # The first round fills the disk's caches.
            results[subject].append(result)

print(f"{rounds} rounds; load {os.getloadavg()[0]:.1f}")
for subject, measured in results.items():
    seconds = sorted(took for took, _ in measured)
    memory = statistics.median(used for _, used in measured)
    print(f"{subject:40} {statistics.median(seconds):6.2f} s ({seconds[0]:.2f} to {seconds[-1]:.2f})  {memory:4.0f} MiB")
