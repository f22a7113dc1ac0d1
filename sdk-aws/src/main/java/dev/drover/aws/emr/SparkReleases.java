package dev.drover.aws.emr;

import dev.drover.DroverException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which release of EMR has which Spark, newest first
 * (<a href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/Spark-release-history.html">EMR: Spark release history</a>,
 * read in November 2026). Releases that came later can be named outright.
 */
final class SparkReleases {
    static final Pattern LABEL = Pattern.compile("emr-[a-z0-9][a-z0-9.-]{1,60}");
    static final String NEWEST = "emr-7.13.0";

    private static final Map<String, String> SPARK = table();

    private SparkReleases() {}

    private static Map<String, String> table() {
        Map<String, String> spark = new LinkedHashMap<>();
        spark.put("emr-spark-8.0.0", "4.0.2");
        spark.put("emr-7.13.0", "3.5.6");
        spark.put("emr-7.12.0", "3.5.6");
        spark.put("emr-7.11.0", "3.5.6");
        spark.put("emr-7.10.0", "3.5.5");
        spark.put("emr-7.9.0", "3.5.5");
        spark.put("emr-7.8.0", "3.5.4");
        spark.put("emr-7.7.0", "3.5.3");
        spark.put("emr-7.6.0", "3.5.3");
        spark.put("emr-7.5.0", "3.5.2");
        spark.put("emr-7.4.0", "3.5.2");
        spark.put("emr-7.3.0", "3.5.1");
        spark.put("emr-7.2.0", "3.5.1");
        spark.put("emr-7.1.0", "3.5.0");
        spark.put("emr-7.0.0", "3.5.0");
        spark.put("emr-6.15.0", "3.4.1");
        spark.put("emr-6.14.0", "3.4.1");
        spark.put("emr-6.13.0", "3.4.1");
        spark.put("emr-6.12.0", "3.4.0");
        spark.put("emr-6.11.1", "3.3.2");
        spark.put("emr-6.10.1", "3.3.1");
        spark.put("emr-6.9.1", "3.3.0");
        spark.put("emr-6.7.0", "3.2.1");
        return spark;
    }

    /**
     * The newest release with a version of Spark.
     *
     * @throws DroverException INVALID_ARGUMENT if none is known
     */
    static String with(String sparkVersion) {
        return SPARK.entrySet().stream()
                .filter(row -> row.getValue().equals(sparkVersion))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> DroverException.invalid("No release of EMR is known to have Spark " + sparkVersion
                        + "; known are " + SPARK + ". Name a later release outright, by release(label)."));
    }
}
