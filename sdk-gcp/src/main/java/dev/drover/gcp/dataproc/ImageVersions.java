package dev.drover.gcp.dataproc;

import dev.drover.DroverException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which line of Dataproc's images has which Spark, newest first. A line's last number moves with Google's patches
 * (<a href="https://cloud.google.com/dataproc/docs/concepts/versioning/dataproc-version-clusters">Dataproc: image
 * versions</a>, read in November 2026). Images that came later can be named outright.
 */
final class ImageVersions {
    static final Pattern VERSION = Pattern.compile("[1-9][0-9]?\\.[0-9]{1,2}(\\.[0-9]{1,4})?(-[a-z0-9]+)*");
    static final String DEFAULT = "2.3-debian12";

    private static final Map<String, String> SPARK = table();

    private ImageVersions() {}

    private static Map<String, String> table() {
        Map<String, String> spark = new LinkedHashMap<>();
        spark.put("3.0-debian12", "4.0.0");
        spark.put("2.3-debian12", "3.5.3");
        spark.put("2.2-debian12", "3.5.3");
        spark.put("2.1-debian11", "3.3.2");
        spark.put("2.0-debian10", "3.1.3");
        return spark;
    }

    /**
     * The newest line of images with a version of Spark.
     *
     * @throws DroverException INVALID_ARGUMENT if none is known
     */
    static String with(String sparkVersion) {
        return SPARK.entrySet().stream()
                .filter(row -> row.getValue().equals(sparkVersion))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> DroverException.invalid("No image of Dataproc is known to have Spark " + sparkVersion
                        + "; known are " + SPARK + ". Name a later image outright, by release(label)."));
    }

    /** What an image's line has, such as {@code 2.3.13-debian12}; empty for one that came later. */
    static Optional<String> sparkOf(String image) {
        return SPARK.entrySet().stream()
                .filter(row -> line(row.getKey()).equals(line(image)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String line(String image) {
        String[] parts = image.split("[.-]", 3);
        return parts.length < 2 ? image : parts[0] + "." + parts[1];
    }
}
