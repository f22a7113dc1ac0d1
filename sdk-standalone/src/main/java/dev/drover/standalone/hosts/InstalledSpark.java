package dev.drover.standalone.hosts;

/**
 * Spark on a host.
 *
 * @param home its folder
 * @param version such as {@code 4.2.0}
 */
record InstalledSpark(String home, String version) {

    /** Reads what {@code host.sh} says. */
    static InstalledSpark of(String said) {
        String[] lines = said.split("\n", -1);
        return new InstalledSpark(lines[0], lines[1]);
    }
}
