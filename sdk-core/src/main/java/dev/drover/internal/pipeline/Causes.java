package dev.drover.internal.pipeline;

import dev.drover.RootCause;

/** Root causes as they are kept: a record is written with every step, and read as a whole. */
final class Causes {
    private static final int LONGEST_LINE = 400;

    private Causes() {}

    static RootCause brief(RootCause cause) {
        return new RootCause(
                cause.category(),
                cause.exception(),
                cause.message(),
                cause.lines().stream().map(Causes::brief).toList());
    }

    private static String brief(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " ...";
    }
}
