package dev.drover.routing;

import dev.drover.DroverException;
import java.util.regex.Pattern;

/** Versions of Spark, compared by their beginning. */
final class VersionPrefix {
    private static final Pattern VERSION = Pattern.compile("[0-9]+([.+_-][0-9A-Za-z]+)*");
    private static final int MAX_LENGTH = 64;

    private VersionPrefix() {}

    static String require(String version) {
        if (version.length() > MAX_LENGTH || !VERSION.matcher(version).matches()) {
            throw DroverException.invalid("'" + version.substring(0, Math.min(MAX_LENGTH, version.length()))
                    + "' is not a version of Spark, such as 4.2.0 or 4.2.");
        }
        return version;
    }

    /** Whether a version begins with these numbers as a whole: 4.2.0 begins with 4.2, and 4.20 does not. */
    static boolean covers(String prefix, String version) {
        return version.startsWith(prefix)
                && (version.length() == prefix.length() || !Character.isLetterOrDigit(version.charAt(prefix.length())));
    }
}
