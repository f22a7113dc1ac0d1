package dev.drover.internal.diagnosis;

import java.util.regex.Pattern;

/** Causes that say only that the other side is gone, or only a system's error number: what wraps them knows more. */
final class Uninformative {
    private static final Pattern EXCEPTION = Pattern.compile("\\b(?:EOFException|ClosedChannelException)$");
    private static final Pattern MESSAGE =
            Pattern.compile("^(?:Connection reset(?: by peer)?|Broken pipe|Stream closed|error=\\d++, .*)$");

    private Uninformative() {}

    static boolean matches(Thrown thrown) {
        return thrown.exception().filter(name -> EXCEPTION.matcher(name).find()).isPresent()
                || MESSAGE.matcher(thrown.message()).matches();
    }
}
