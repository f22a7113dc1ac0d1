package dev.drover.internal.guard;

import dev.drover.DroverClock;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Safety;
import java.time.Duration;

/**
 * Sends a call again that failed for a while and may be repeated: READ and KEYED ones, and UNSAFE ones of which the
 * driver knows that they had no effect.
 */
final class Retry implements Stage {
    private final Stage next;
    private final DroverClock clock;
    private final SteadyTime time;
    private final FullJitter jitter;
    private final int maxTries;
    private final CallEvents events;

    Retry(Stage next, DroverClock clock, SteadyTime time, FullJitter jitter, int maxTries, CallEvents events) {
        this.next = next;
        this.clock = clock;
        this.time = time;
        this.jitter = jitter;
        this.maxTries = maxTries;
        this.events = events;
    }

    @Override
    public <T> T run(GuardedCall<T> call) throws CallFailure {
        while (true) {
            try {
                return next.run(call);
            } catch (CallFailure failed) {
                call.now(time.nanos());
                call.mayHave(failed.failure().effect());
                if (!repeatable(call, failed)) {
                    throw failed;
                }
                if (call.tries() >= maxTries) {
                    throw call.error(failed, "");
                }
                long pause = pause(call, failed.failure());
                if (pause >= call.left()) {
                    throw call.error(
                            failed,
                            " The next try would come in " + Duration.ofNanos(pause)
                                    + ", which is more than is left of the operation's time.");
                }
                events.retrying(call, failed, pause);
                sleep(call, pause);
            }
        }
    }

    private static boolean repeatable(GuardedCall<?> call, CallFailure failed) {
        Failure failure = failed.failure();
        return failure.retryable()
                && failure.code() != ErrorCode.CANCELLED
                && failed.refusal().isEmpty()
                && failed.ready().isEmpty()
                && (call.call().safety() != Safety.UNSAFE || failure.effect() == Effect.NONE);
    }

    /** What the platform asked for, and a random part on top, so that not all come back at once. */
    private long pause(GuardedCall<?> call, Failure failure) {
        long asked = failure.retryAfter().map(SteadyTime::nanosOf).orElse(0L);
        return asked + jitter.pause(call.tries());
    }

    private void sleep(GuardedCall<?> call, long pause) throws CallFailure {
        try {
            clock.sleep(Duration.ofNanos(pause));
            call.now(time.nanos());
        } catch (InterruptedException e) {
            throw CallFailure.interrupted("interrupted before " + call.words() + " was sent again.", e);
        }
    }
}
