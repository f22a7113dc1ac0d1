from pyspark.sql import functions as F

from mobility.component import Component

MINUTE = 60


class EventGeneration(Component):
    """Pretends a network: devices that stay somewhere for some hours, with gaps, strays and events that come twice."""

    def execute(self):
        devices, days = int(self.setting("devices")), int(self.setting("days"))
        start = self.config.get("General", "start")
        events_a_day = 96
        number, place = F.col("id") % (days * events_a_day), F.floor(F.col("id") / 12)
        events = self.spark.range(devices * days * events_a_day).select(
            (F.floor(F.col("id") / (days * events_a_day))).alias("device"),
            (F.unix_timestamp(F.lit(start), "yyyy-MM-dd") + number * 15 * MINUTE).alias("seconds"),
            (F.abs(F.hash(place)) % 10_400).alias("x"),
            F.when(F.col("id") % 97 != 0, F.abs(F.hash(place, F.lit("y"))) % 10_000).alias("y"),
        )
        again = events.where((F.col("seconds") / (15 * MINUTE) + F.col("device")) % 50 == 0)
        self.write("events", events.unionAll(again))


class EventCleaning(Component):
    """Drops events without a place, and those outside of the country."""

    def execute(self):
        size = int(self.config.get("General", "country_metres"))
        inside = F.col("x").between(0, size - 1) & F.col("y").between(0, size - 1)
        self.write("clean", self.read("events").where(inside))


class EventDeduplication(Component):
    """Keeps one event of a device and instant."""

    def execute(self):
        self.write("unique", self.read("clean").dropDuplicates(["device", "seconds"]))
