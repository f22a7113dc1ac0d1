package dev.drover.bundle;

import dev.drover.DroverException;
import java.util.regex.Pattern;

/** The grammar of the names and versions of packages. */
final class PackageNames {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");

    private PackageNames() {}

    static String requireName(String name) {
        return require("name a package", "etl", name);
    }

    static String requireVersion(String version) {
        return require("be a version of a package", "1.4.0", version);
    }

    private static String require(String what, String example, String word) {
        if (!WORD.matcher(word).matches()) {
            throw DroverException.invalid("'"
                    + word.substring(0, Math.min(120, word.length())).replaceAll("\\p{Cntrl}", "?")
                    + "' cannot " + what + "; use up to 100 letters, digits, dots, hyphens, underscores and plus signs,"
                    + " such as " + example + ".");
        }
        return word;
    }
}
