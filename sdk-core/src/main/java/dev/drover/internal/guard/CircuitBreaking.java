package dev.drover.internal.guard;

import dev.drover.ErrorCode;
import dev.drover.spi.Failure;

/** Keeps calls from an endpoint that is down, and tells its breaker how calls ended. */
final class CircuitBreaking implements Stage {
    private final Stage next;

    CircuitBreaking(Stage next) {
        this.next = next;
    }

    @Override
    public <T> T run(GuardedCall<T> call) throws CallFailure {
        Breaker breaker = call.endpoint().breaker();
        Breaker.Standing entered = breaker.enter();
        T result;
        try {
            result = next.run(call);
        } catch (CallFailure failed) {
            record(breaker, entered, failed);
            throw failed;
        } catch (RuntimeException | Error e) {
            breaker.released(entered);
            throw e;
        }
        breaker.succeeded(entered);
        return result;
    }

    private static void record(Breaker breaker, Breaker.Standing entered, CallFailure failed) {
        Failure failure = failed.failure();
        boolean says = failed.refusal().isEmpty() && failed.ready().isEmpty();
        if (!says || failure.code() == ErrorCode.CANCELLED || failure.code() == ErrorCode.INTERNAL) {
            breaker.released(entered);
        } else if (failure.scope() == Failure.Scope.ENDPOINT) {
            breaker.failed(entered, failed);
        } else {
            breaker.answered(entered);
        }
    }
}
