import daypart
from pyspark.sql import Window
from pyspark.sql import functions as F

from mobility.component import Component


class GridMapping(Component):
    """Finds the tile of the grid for each event, by a function from a jar."""

    def execute(self):
        self.spark.udf.registerJavaFunction("grid_tile", "dev.drover.samples.multimno.grid.GridTile", "string")
        size = int(self.setting("tile_metres"))
        self.write("tiles", self.read("unique").selectExpr(
            "device", "seconds", f"grid_tile(cast(x as int), cast(y as int), {size}) as tile"))


class StayDetection(Component):
    """Joins events that follow each other in one tile to stays, and keeps those that are long enough."""

    def execute(self):
        least = 60 * int(self.setting("minimum_minutes"))
        in_order = Window.partitionBy("device").orderBy("seconds")
        moved = F.coalesce((F.col("tile") != F.lag("tile").over(in_order)).cast("int"), F.lit(0))
        numbered = self.read("tiles").withColumn("moved", moved).withColumn("stay", F.sum("moved").over(in_order))
        stays = numbered.groupBy("device", "stay", "tile").agg(
            F.min("seconds").alias("since"), F.max("seconds").alias("until"))
        self.write("stays", stays.where(F.col("until") - F.col("since") >= least))


class DayPartLabelling(Component):
    """Says of each stay whether it was by day or by night; a library that the cluster has no index for knows that."""

    def execute(self):
        label = F.udf(daypart.of, "string")
        hour = F.hour(F.timestamp_seconds((F.col("since") + F.col("until")) / 2))
        self.write("labelled", self.read("stays").withColumn("part", label(hour)))
