package dev.drover.bundle;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a jar says of the Spark that it is for, by the customs of Maven's artifacts
 * ({@code sedona-spark-shaded-3.5_2.12-1.6.1.jar}, {@code hudi-spark3.5-bundle_2.12-0.15.0.jar}), or by a folder such as
 * {@code spark-3.5_2.12/}, {@code spark-3.5/} or {@code scala-2.12/}, which wins.
 *
 * @param family the same for jars that differ in the versions of Spark and Scala, or in their own, alone
 */
record JarName(String family, Optional<String> spark, Optional<String> scala) {
    private static final Pattern SCALA = Pattern.compile("_(2\\.\\d+)(?=[-.])");
    private static final Pattern SPARK = Pattern.compile("spark[a-z-]*(\\d+\\.\\d+)");
    private static final Pattern SPARK_FOLDER = Pattern.compile("(?:^|/)spark-(\\d+(?:\\.\\d+)+)(?:_\\d+\\.\\d+)?/");
    private static final Pattern SCALA_FOLDER =
            Pattern.compile("(?:^|/)(?:scala-|spark-\\d+(?:\\.\\d+)+_)(\\d+\\.\\d+)/");

    static JarName of(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        Optional<String> scala = found(SCALA, file);
        // A number after "spark" is Spark's only where a Scala version follows; elsewhere it may be the jar's own.
        String artifact = scala.map(version -> file.substring(0, file.indexOf("_" + version)))
                .orElse(file);
        Optional<String> spark = scala.flatMap(version -> found(SPARK, artifact));
        String family = spark.map(version -> artifact.replace(version, "")).orElse(artifact);
        return new JarName(
                family,
                found(SPARK_FOLDER, name).or(() -> spark),
                found(SCALA_FOLDER, name).or(() -> scala));
    }

    private static Optional<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether it says of which Spark or Scala it is. */
    boolean particular() {
        return spark.isPresent() || scala.isPresent();
    }

    boolean fits(SparkBuild build) {
        return spark.filter(version -> !covers(version, build.spark())).isEmpty()
                && scala.filter(version -> !version.equals(build.scala())).isEmpty();
    }

    /** 3.5.8 is a 3.5, and 3.50 is not. */
    private static boolean covers(String prefix, String version) {
        return version.equals(prefix) || version.startsWith(prefix + ".") || version.startsWith(prefix + "-");
    }
}
