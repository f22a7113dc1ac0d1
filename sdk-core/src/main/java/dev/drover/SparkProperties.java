package dev.drover;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules that all maps of Spark properties share. */
final class SparkProperties {
    private static final Pattern NAME = Pattern.compile("spark\\.[A-Za-z0-9._*-]+");

    private SparkProperties() {}

    static void check(Map<String, String> conf) {
        conf.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw DroverException.invalid(
                        "'" + name + "' is not a Spark property; their names begin with 'spark.'.");
            }
            if (value.chars().anyMatch(c -> c == 0 || c == '\n' || c == '\r')) {
                throw DroverException.invalid("The value of " + name + " must be a single line.");
            }
        });
    }

    /** Both maps; a property that a typed option sets to another value than the user's is refused. */
    static Map<String, String> merge(Map<String, String> conf, Map<String, String> typed) {
        Map<String, String> all = new LinkedHashMap<>(conf);
        typed.forEach((name, value) -> {
            String given = all.put(name, value);
            if (given != null && !given.equals(value)) {
                throw DroverException.invalid("The property " + name + " is given as '" + given
                        + "' but the job's options set it to '" + value + "'; keep one of the two.");
            }
        });
        return all;
    }
}
