package dev.drover.internal.guard;

import dev.drover.DroverException;
import dev.drover.DroverListener.Refusal;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one try of a native call ended badly; it travels from the inner rings to those that decide. */
final class CallFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final @Nullable Refusal refusal;

    private CallFailure(Failure failure, @Nullable Refusal refusal, @Nullable Throwable cause) {
        // No stack trace: the cause has one where it matters, and the user's exception gets its own.
        super(failure.message(), cause, false, false);
        this.failure = failure;
        this.refusal = refusal;
    }

    /** The call was sent and failed. */
    static CallFailure sent(Failure failure, Throwable cause) {
        return new CallFailure(failure, null, cause);
    }

    /** The call was not sent. */
    static CallFailure refused(Refusal why, ErrorCode code, String message) {
        return new CallFailure(
                new Failure(code, Effect.NONE, Failure.Scope.REQUEST, true, Optional.empty(), message), why, null);
    }

    /** The thread was interrupted while it waited to send the call; its flag is set again. */
    static CallFailure interrupted(String message, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CallFailure(
                new Failure(ErrorCode.CANCELLED, Effect.NONE, Failure.Scope.REQUEST, true, Optional.empty(), message),
                Refusal.INTERRUPTED,
                cause);
    }

    Failure failure() {
        return failure;
    }

    /** Why it was not sent; empty if it was. */
    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The driver's own error, which is passed on as it is; empty if the core words it. */
    Optional<DroverException> ready() {
        return getCause() instanceof DroverException error ? Optional.of(error) : Optional.empty();
    }
}
