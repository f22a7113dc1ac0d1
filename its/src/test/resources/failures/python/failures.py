"""Fails in the way that its first argument names; the second is a folder to work in."""

import os
import signal
import sys
import traceback

from pyspark.sql import SparkSession
from pyspark.sql.functions import udf


def parse_day(text):
    raise KeyError("no such day: " + text)


def load_day(text):
    try:
        parse_day(text)
    except KeyError as e:
        raise RuntimeError("cannot load the day") from e


def tidy_up(text):
    try:
        parse_day(text)
    except KeyError:
        raise ValueError("the day " + text + " is not in the calendar")


def in_udf(spark, function):
    spark.range(0, 8, 1, 2).select(udf(function, "long")("id")).collect()


def in_rdd(spark, function):
    spark.sparkContext.parallelize(range(8), 2).map(function).collect()


def refuse(n):
    raise ValueError("row has no day")


def import_missing(n):
    import no_such_module

    return no_such_module.day(n)


def kill_worker(n):
    os.kill(os.getpid(), signal.SIGKILL)


def fill_memory(n):
    return len(bytearray(1 << 50))


def main(failure, work):
    if failure == "python-module-missing":
        import no_such_module

        no_such_module.day(1)
    spark = SparkSession.builder.getOrCreate()
    if failure == "python-cause":
        load_day("31 June")
    if failure == "python-during-handling":
        tidy_up("31 June")
    if failure == "python-udf":
        in_udf(spark, refuse)
    if failure == "python-rdd":
        in_rdd(spark, refuse)
    if failure == "python-udf-module-missing":
        in_udf(spark, import_missing)
    if failure == "python-worker-killed":
        in_udf(spark, kill_worker)
    if failure == "python-out-of-memory":
        fill_memory(1)
    if failure == "python-udf-out-of-memory":
        in_udf(spark, fill_memory)
    if failure == "python-input-missing":
        spark.read.text(work + "/no-such-input").count()
    if failure == "python-column-missing":
        spark.range(3).select("day").show()
    if failure == "python-file-missing":
        open(work + "/no-such-file.csv")
    if failure == "python-not-permitted":
        open(work + "/secret.csv")
    if failure == "python-timeout":
        raise TimeoutError("the calendar did not answer in 5 s")
    if failure == "python-exit-3":
        sys.exit(3)
    if failure == "python-exit-message":
        sys.exit("there is nothing to do for 31 June")
    if failure == "python-handled-before":
        try:
            parse_day("30 February")
        except KeyError:
            traceback.print_exc()
        try:
            in_udf(spark, refuse)
        except Exception as e:
            print("the first try failed, going on:", e)
        spark.range(100).count()
        raise AssertionError("the days do not add up")


main(sys.argv[1], sys.argv[2])
