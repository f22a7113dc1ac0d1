package dev.drover.bundle;

import dev.drover.DroverException;

/**
 * A Spark that jars are made for.
 *
 * @param spark its version, such as {@code 3.5.8}
 * @param scala the version of Scala that it was built with, such as {@code 2.12}
 */
public record SparkBuild(String spark, String scala) {

    public SparkBuild {
        if (!spark.matches("\\d+\\.\\d+([.-][0-9A-Za-z.+-]*)?") || !scala.matches("\\d+\\.\\d+")) {
            throw DroverException.invalid("Spark '" + spark + "' with Scala '" + scala
                    + "' is no build of Spark; write versions such as 3.5.8 and 2.12.");
        }
    }

    /** With the Scala that platforms use for this Spark: 2.12 for Spark 3, 2.13 from Spark 4 on. */
    public static SparkBuild of(String spark) {
        return new SparkBuild(spark, spark.startsWith("3.") ? "2.12" : "2.13");
    }

    @Override
    public String toString() {
        return "Spark " + spark + " with Scala " + scala;
    }
}
