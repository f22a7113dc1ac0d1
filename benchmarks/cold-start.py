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
import subprocess
import sys

import figures
import turns

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


def archived(main, target):
    """The options with which a program starts from an archive of the classes that it loads."""
    archive = root / "benchmarks" / "target" / (main + ".jsa")
    subprocess.run([*program(main, f"-XX:ArchiveClassesAtExit={archive}", *quick), target], env=environment,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return [f"-XX:SharedArchiveFile={archive}", *quick]


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
    task = "submit one step, and end"

    def drover(name, *options):
        return turns.ours(task, name, [*program("SubmitOneStep", *options), made], environment, b"s-")

    subjects = [
        drover("Drover"),
        drover("Drover, C1 and serial GC", *quick),
        drover("Drover, the same with a class archive", *archived("SubmitOneStep", made)),
        turns.peer(task, "AWS's SDK for Java, alone", [*program("AddOneStep"), made], environment, b"s-"),
    ]
    if shutil.which("aws"):
        subjects.append(turns.peer(task, "aws emr add-steps", [
            "aws", "--endpoint-url", moto, "emr", "add-steps", "--cluster-id", made.rsplit("/", 1)[1], "--steps",
            "Type=CUSTOM_JAR,Name=report,ActionOnFailure=CONTINUE,Jar=command-runner.jar,Args=[spark-submit,--class,"
            "com.acme.DailyReport,s3://acme-code/report.jar,--day,2026-11-21]"], environment, b"s-"))
    else:
        print("There is no AWS command line here; it is left out.")
    return subjects


def dataproc():
    server = subprocess.Popen(program("OneJobServer"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    address = server.stdout.readline().strip()
    task, quickly = "submit one job, and end", "submit one job, and end (C1 and serial GC)"

    def with_options(main, *options):
        return [*program(main, *options), address], environment, b"-"

    return [
        turns.ours(task, "Drover", *with_options("SubmitOneJob")),
        turns.peer(task, "Google's client, alone", *with_options("SendOneJob")),
        turns.ours(quickly, "Drover", *with_options("SubmitOneJob", *quick)),
        turns.ours(quickly, "Drover with a class archive",
                   *with_options("SubmitOneJob", *archived("SubmitOneJob", address))),
        turns.peer(quickly, "Google's client, alone", *with_options("SendOneJob", *quick)),
    ]


figures.report(turns.take(emr() if platform == "emr" else dataproc(), rounds))
