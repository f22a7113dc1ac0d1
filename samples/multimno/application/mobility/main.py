import sys
from configparser import ConfigParser
from importlib.metadata import entry_points

from pyspark.sql import SparkSession

from mobility.component import QualityWarning

QUALITY_WARNING = 2


def configuration(spark, *paths):
    """Of all files together; Spark reads them, wherever they are."""
    config = ConfigParser()
    for path in paths:
        config.read_string("\n".join(row.value for row in spark.read.text(path, wholetext=True).collect()), path)
    return config


def main():
    """Runs one component. Exit code 0: done, 1: failed, 2: done, with a warning about the data's quality."""
    component_id, general, own = sys.argv[1:]
    component = entry_points(group="mobility.components")[component_id].load()
    spark = SparkSession.builder.appName(component_id).getOrCreate()
    code = 0
    try:
        component(spark, configuration(spark, general, own)).execute()
    except QualityWarning as warning:
        print(f"{component_id}: {warning}", file=sys.stderr)
        code = QUALITY_WARNING
    spark.stop()
    sys.exit(code)
