package dev.drover;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Every error of Drover. The message says what was asked of which cluster, what came back, and what to do next; it
 * never holds a secret. It begins with the code, so that a stack trace shows it.
 */
public class DroverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final Effect effect;
    private final boolean retryable;
    private final int attempts;

    /**
     * An error with all that is known of it.
     *
     * @param retryable whether the same call may succeed later
     * @param attempts how often it was sent to the platform; 0 or more
     */
    public DroverException(
            ErrorCode code, Effect effect, boolean retryable, int attempts, String message, @Nullable Throwable cause) {
        super(code + ": " + message, cause);
        this.code = code;
        this.effect = effect;
        this.retryable = retryable;
        this.attempts = attempts;
    }

    /** An error of something that was not sent. */
    public DroverException(
            ErrorCode code, Effect effect, boolean retryable, String message, @Nullable Throwable cause) {
        this(code, effect, retryable, 0, message, cause);
    }

    /** An error found before anything was sent. */
    public DroverException(ErrorCode code, String message) {
        this(code, Effect.NONE, false, message, null);
    }

    /** A request that is wrong by itself. */
    public static DroverException invalid(String message) {
        return new DroverException(ErrorCode.INVALID_ARGUMENT, message);
    }

    public ErrorCode code() {
        return code;
    }

    /** Whether what was asked for has happened all the same. */
    public Effect effect() {
        return effect;
    }

    /**
     * Whether the same call may succeed later. Drover has made its own tries by then, {@link #attempts()} of them: so
     * another one is worth its while after minutes, in a loop that waits, and not at once. Drover's own waits, such as
     * {@link JobHandle#await}, go on through errors for which this is {@code true}.
     */
    public boolean retryable() {
        return retryable;
    }

    /**
     * How often Drover sent the native call that failed. 0 if it was never sent: an error in the request, an open
     * circuit breaker, no tokens or no time in which to send it. These are tries of one request within one operation;
     * the {@link Attempt}s of a key are another thing.
     */
    public int attempts() {
        return attempts;
    }

    /** Never null, unlike that of other throwables. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
