package dev.drover.standalone.hosts;

import java.io.IOException;

/** A host on which nothing was done, because it was not reached, is not the one that it says, or lets nobody in. */
final class HostAccessException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What stood in the way. */
    enum Kind {
        UNREACHABLE,
        KEY_REFUSED,
        LOGIN_REFUSED
    }

    private final Kind kind;

    HostAccessException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
