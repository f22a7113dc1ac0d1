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

    /**
     * An error with all that is known of it.
     *
     * @param retryable whether the same call may succeed later; {@code false} once Drover has given up retrying it
     */
    public DroverException(
            ErrorCode code, Effect effect, boolean retryable, String message, @Nullable Throwable cause) {
        super(code + ": " + message, cause);
        this.code = code;
        this.effect = effect;
        this.retryable = retryable;
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

    /** Whether the same call may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** Never null, unlike that of other throwables. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
