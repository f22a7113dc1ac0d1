package dev.drover.bundle;

import java.util.Locale;

/**
 * What a file of a bundle is for. Its name decides, so that a directory and a bundle that was built file by file mean the
 * same.
 */
public enum FileKind {
    /** A script of Python, R, SQL or a shell that stands in no folder: what jobs run. */
    ENTRY_POINT,
    /** A {@code .whl}: the application's own packages of Python. */
    WHEEL,
    /** Anything under {@code requirements/}: what pip installs where there is no internet. */
    REQUIREMENT,
    /** A {@code .jar}. */
    JAR,
    /** A {@code .zip}, {@code .egg}, {@code .tar}, {@code .tar.gz} or {@code .tgz}. */
    ARCHIVE,
    /** Anything else under {@code conf/}. */
    CONFIGURATION,
    /** The rest, such as the modules of a source tree. */
    OTHER;

    static final String REQUIREMENTS = "requirements/";
    static final String CONF = "conf/";

    /** The kind of a name. */
    public static FileKind of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.startsWith(REQUIREMENTS)) {
            return REQUIREMENT;
        }
        if (lower.endsWith(".whl")) {
            return WHEEL;
        }
        if (lower.endsWith(".jar")) {
            return JAR;
        }
        if (endsWithAny(lower, ".zip", ".egg", ".tar", ".tar.gz", ".tgz")) {
            return ARCHIVE;
        }
        if (name.indexOf('/') < 0 && endsWithAny(lower, ".py", ".r", ".sql", ".sh")) {
            return ENTRY_POINT;
        }
        return name.startsWith(CONF) ? CONFIGURATION : OTHER;
    }

    private static boolean endsWithAny(String name, String... ends) {
        for (String end : ends) {
            if (name.endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing takes such a file by its own address, so that small ones may travel together. */
    boolean packable() {
        return this == CONFIGURATION || this == OTHER;
    }
}
