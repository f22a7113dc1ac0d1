import json

from pyspark.sql import Window
from pyspark.sql import functions as F

from mobility.component import Component, QualityWarning


class HomeDetection(Component):
    """The tile where a device spends most of its nights."""

    def execute(self):
        nights = self.read("labelled").where("part = 'night'").groupBy("device", "tile").agg(
            F.sum(F.col("until") - F.col("since")).alias("seconds"))
        best = Window.partitionBy("device").orderBy(F.desc("seconds"), "tile")
        self.write("homes", nights.withColumn("rank", F.row_number().over(best)).where("rank = 1").drop("rank"))


class PresentPopulation(Component):
    """How many devices stay in a tile on a day."""

    def execute(self):
        day = F.to_date(F.timestamp_seconds("since"))
        self.write("population", self.read("labelled").groupBy("tile", day.alias("day")).agg(
            F.countDistinct("device").alias("devices")))


class QualityReport(Component):
    """Counts what came of the events; too many that were dropped are a warning."""

    def execute(self):
        events, unique = self.read("events").count(), self.read("unique").count()
        report = {
            "events": events,
            "kept": unique,
            "stays": self.read("labelled").count(),
            "homes": self.read("homes").count(),
            "tiles": self.read("population").select("tile").distinct().count(),
        }
        self.spark.createDataFrame([(json.dumps(report),)], ["value"]).coalesce(1).write.mode("overwrite").text(
            self.path("quality"))
        print(f"QualityReport: {json.dumps(report)}")
        if events - unique > float(self.setting("most_dropped")) * events:
            raise QualityWarning(f"{events - unique} of {events} events were dropped")
