package dev.drover.aws.internal;

import org.jspecify.annotations.Nullable;

/** The words of others in our messages: their first line, not too much of it. */
final class Quote {
    private static final int LONGEST = 300;

    private Quote() {}

    /** Without the full stop at its end. */
    static String of(@Nullable String words) {
        String line = words == null ? "" : words.strip().lines().findFirst().orElse("");
        if (line.length() > LONGEST) {
            return line.substring(0, LONGEST) + "...";
        }
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
