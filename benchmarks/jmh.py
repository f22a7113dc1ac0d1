#!/usr/bin/env python3
"""Runs a JMH benchmark, with the bytes that it allocates, and reports its figures. After ./mvnw package of the module benchmarks:

    benchmarks/jmh.py RoutingBenchmark|GuardBenchmark [OPTION OF JMH...]
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import figures
from figures import NOTE, OURS, PEER, Figure

# What each method of a benchmark is to Drover, and how it is called.
SUBJECTS = {
    "RoutingBenchmark": {
        "roundRobin": (OURS, "round-robin"),
        "grpcRoundRobin": (PEER, "gRPC's round_robin picker"),
        "rendezvous": (NOTE, "rendezvous, the default"),
        "powerOfTwoChoices": (NOTE, "power of two choices"),
        "stickyByKey": (NOTE, "sticky by key"),
        "smoothWeighted": (NOTE, "smooth weighted"),
        "leastLoaded": (NOTE, "least loaded"),
        "filteredAllFit": (NOTE, "round-robin behind a filter that all pass"),
        "filteredSomeFit": (NOTE, "round-robin behind a filter that four of five pass"),
    },
    "GuardBenchmark": {
        "guarded": (OURS, "through the guard"),
        "guardedAndTold": (OURS, "through the guard, with a listener"),
        "guardedOperation": (OURS, "an operation of one guarded call"),
        "stackedByHand": (PEER, "Resilience4j's four decorators around each call"),
        "stackedByHandOnce": (PEER, "the same, made once and reused"),
        "bare": (NOTE, "the call alone"),
    },
}


def task(result):
    clusters = result.get("params", {}).get("clusters")
    return f"one decision among {int(clusters):,} clusters" if clusters else "one call that does nothing"


def found(results, subjects):
    """In the order of the subjects, task by task."""
    for what in dict.fromkeys(task(result) for result in results):
        measured = {result["benchmark"].rsplit(".", 1)[1]: result for result in results if task(result) == what}
        for method, (role, subject) in subjects.items():
            if method in measured:
                yield time(what, subject, role, measured[method]["primaryMetric"])
                yield allocated(what, subject, role, measured[method]["secondaryMetrics"])


def time(what, subject, role, metric):
    spread = metric["scorePercentiles"]
    return Figure(what, subject, role, spread["50.0"], "ns", low=spread["0.0"], high=spread["100.0"])


def allocated(what, subject, role, metrics):
    """JMH's own work shows as thousandths of a byte."""
    norm = next(metric for name, metric in metrics.items() if name.endswith("gc.alloc.rate.norm"))
    return Figure(what, subject, role, float(round(norm["scorePercentiles"]["50.0"])), "bytes")


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in SUBJECTS:
        sys.exit(__doc__)
    root = pathlib.Path(__file__).resolve().parent.parent
    java = str(pathlib.Path(os.environ["JAVA_HOME"], "bin", "java")) if os.environ.get("JAVA_HOME") else "java"
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        subprocess.run([java, "-jar", str(root / "benchmarks/target/benchmarks.jar"), *sys.argv[1:],
                        "-prof", "gc", "-rf", "json", "-rff", file.name], check=True)
        figures.report(list(found(json.load(file), SUBJECTS[sys.argv[1]])))


if __name__ == "__main__":
    main()
