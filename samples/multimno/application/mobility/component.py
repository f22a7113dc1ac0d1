class QualityWarning(Exception):
    """The data is not good enough to go on with."""


class Component:
    """One step: reads tables below the home folder and writes one."""

    def __init__(self, spark, config):
        self.spark = spark
        self.config = config
        self.home = spark.conf.get("spark.mobility.home").rstrip("/")

    def setting(self, name):
        return self.config.get(type(self).__name__, name)

    def path(self, table):
        return f"{self.home}/{self.config.get('Tables', table)}"

    def read(self, table):
        return self.spark.read.parquet(self.path(table))

    def write(self, table, frame):
        frame.write.mode("overwrite").parquet(self.path(table))
        print(f"{type(self).__name__}: {self.read(table).count()} rows of {table}")
