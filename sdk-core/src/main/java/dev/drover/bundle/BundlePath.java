package dev.drover.bundle;

import dev.drover.DroverException;

/** The grammar of the names in a bundle: relative, with slashes, and the same on every store. */
final class BundlePath {
    /** Begins the names that uploads keep for themselves. */
    private static final String RESERVED = ".drover/";

    private BundlePath() {}

    /**
     * The name, if it is one.
     *
     * @throws DroverException INVALID_ARGUMENT if it is not
     */
    static String require(String name) {
        String trouble = trouble(name);
        if (!trouble.isEmpty()) {
            throw DroverException.invalid(
                    "'" + printable(name) + "' cannot name a file of a bundle: it " + trouble + ".");
        }
        return name;
    }

    private static String trouble(String name) {
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '/') {
                if (i == start) {
                    return "must be a relative path with a name before, between and after its slashes";
                }
                if (name.charAt(start) == '.'
                        && (i == start + 1 || (i == start + 2 && name.charAt(start + 1) == '.'))) {
                    return "must not hold '.' or '..' segments";
                }
                start = i + 1;
            } else if (Character.isISOControl(name.charAt(i))) {
                return "must not hold control characters";
            } else if (name.charAt(i) == '\uFFFD') {
                return "is not text in this JVM's encoding; rename the file, or start the JVM with LC_ALL=C.UTF-8";
            }
        }
        return name.startsWith(RESERVED)
                ? "must not begin with " + RESERVED + ", where uploads keep their manifest"
                : "";
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
