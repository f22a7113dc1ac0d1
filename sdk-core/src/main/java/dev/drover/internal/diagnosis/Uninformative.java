package dev.drover.internal.diagnosis;

import java.util.regex.Pattern;

/** Causes that tell less than what wraps them: the other side is gone, time is over, a system's error number. */
final class Uninformative {
    private static final Pattern SILENT = Pattern.compile("\\bTimeoutException$");
    private static final Pattern EXCEPTION = Pattern.compile("\\b(?:EOFException|ClosedChannelException)$");
    private static final Pattern MESSAGE =
            Pattern.compile("^(?:Connection reset(?: by peer)?|Broken pipe|Stream closed|error=\\d++, .*)$");

    private Uninformative() {}

    static boolean matches(Thrown thrown) {
        String name = thrown.exception().orElse("");
        return EXCEPTION.matcher(name).find()
                || (thrown.message().isEmpty() && SILENT.matcher(name).find())
                || MESSAGE.matcher(thrown.message()).matches();
    }
}
