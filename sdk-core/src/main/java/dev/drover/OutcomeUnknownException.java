package dev.drover;

import org.jspecify.annotations.Nullable;

/**
 * It cannot be told whether the platform accepted what was sent. Call again with the same
 * {@link #key()}: once the platform can tell, that call attaches to what was accepted, or sends it if nothing was.
 */
public final class OutcomeUnknownException extends DroverException {
    private static final long serialVersionUID = 1L;

    private final transient RequestKey key;

    public OutcomeUnknownException(RequestKey key, String message, @Nullable Throwable cause) {
        super(ErrorCode.UNAVAILABLE, Effect.UNKNOWN, true, message, cause);
        this.key = key;
    }

    /** The key to call again with. */
    public RequestKey key() {
        return key;
    }
}
