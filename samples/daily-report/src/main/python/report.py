"""Sums up the orders of one day: report.py --day 2026-11-20"""

import argparse

from pyspark.sql import SparkSession
from pyspark.sql import functions as f


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--day", required=True)
    day = parser.parse_args().day

    spark = SparkSession.builder.appName("daily-report").getOrCreate()
    orders = spark.read.parquet(f"s3://acme-data/orders/day={day}")
    report = orders.groupBy("country").agg(f.count("*").alias("orders"), f.sum("price").alias("turnover"))
    report.write.mode("overwrite").parquet(f"s3://acme-data/reports/day={day}")


if __name__ == "__main__":
    main()
