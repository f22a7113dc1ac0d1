package dev.drover.internal.guard;

import dev.drover.DroverException;
import dev.drover.DroverListener.Refusal;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/** The innermost ring: gives the native client its time, and says what its errors mean. */
final class Deadline implements Stage {
    private final CallEvents events;

    Deadline(CallEvents events) {
        this.events = events;
    }

    @Override
    public <T> T run(GuardedCall<T> call) throws CallFailure {
        long left = call.left();
        if (left <= 0) {
            throw CallFailure.refused(
                    Refusal.NO_TIME, ErrorCode.DEADLINE_EXCEEDED, "no time was left to call " + call.words() + ".");
        }
        call.sending();
        events.started(call);
        T result;
        try {
            result = call.operation().run(timeout(call.call(), left));
        } catch (Exception e) {
            CallFailure failed = failure(call, e);
            events.ended(call, failed.failure().code());
            throw failed;
        } catch (Error e) {
            events.ended(call, ErrorCode.INTERNAL);
            throw e;
        }
        events.ended(call, null);
        return result;
    }

    /** A call without a time of its own has all that is left. */
    private static Duration timeout(NativeCall call, long left) {
        Duration own = call.timeout();
        boolean shorter = !own.isZero() && !own.isNegative() && SteadyTime.nanosOf(own) <= left;
        return shorter ? own : Duration.ofNanos(left);
    }

    private static CallFailure failure(GuardedCall<?> call, Exception error) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (error instanceof InterruptedException || (error instanceof InterruptedIOException && interrupted)) {
            Thread.currentThread().interrupt();
            return CallFailure.sent(
                    new Failure(
                            ErrorCode.CANCELLED,
                            unknownEffect(call.call()),
                            Failure.Scope.REQUEST,
                            true,
                            Optional.empty(),
                            "interrupted during " + call.words() + "."),
                    error);
        }
        if (error instanceof DroverException ready) {
            return CallFailure.sent(
                    new Failure(
                            ready.code(),
                            ready.effect(),
                            Failure.Scope.REQUEST,
                            ready.retryable(),
                            Optional.empty(),
                            ready.getMessage()),
                    ready);
        }
        return CallFailure.sent(error instanceof NativeException e ? e.failure() : classified(call, error), error);
    }

    private static Failure classified(GuardedCall<?> call, Exception error) {
        try {
            return call.context().classify(call.call(), error);
        } catch (RuntimeException e) {
            error.addSuppressed(e);
            return new Failure(
                    ErrorCode.INTERNAL,
                    unknownEffect(call.call()),
                    Failure.Scope.REQUEST,
                    false,
                    Optional.empty(),
                    "the provider could not tell what " + error.getClass().getName() + " from " + call.words()
                            + " means. Please report it.");
        }
    }

    /** What a call may have done of which nothing is known. */
    private static Effect unknownEffect(NativeCall call) {
        return call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN;
    }
}
