package dev.drover.testkit.mem;

import java.time.Duration;

/** The platform cannot tell now whether there is something for a key. */
final class CannotTellException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Duration askAgainAfter;

    CannotTellException(Duration askAgainAfter) {
        super("mem cannot tell now, as scripted");
        this.askAgainAfter = askAgainAfter;
    }

    Duration askAgainAfter() {
        return askAgainAfter;
    }
}
