package dev.drover.internal.guard;

import dev.drover.DroverClock;
import dev.drover.DroverListener.Refusal;
import dev.drover.DroverListener.Wait;
import dev.drover.ErrorCode;
import java.time.Duration;

/** Lets so many calls run at an endpoint at a time, so that a slow one does not take all of a program's threads. */
final class Bulkhead implements Stage {
    private final Stage next;
    private final DroverClock clock;
    private final SteadyTime time;
    private final CallEvents events;

    Bulkhead(Stage next, DroverClock clock, SteadyTime time, CallEvents events) {
        this.next = next;
        this.clock = clock;
        this.time = time;
        this.events = events;
    }

    @Override
    public <T> T run(GuardedCall<T> call) throws CallFailure {
        Places places = call.endpoint().places();
        if (!places.tryEnter()) {
            enter(call, places);
        }
        try {
            return next.run(call);
        } finally {
            places.leave();
        }
    }

    private void enter(GuardedCall<?> call, Places places) throws CallFailure {
        long start = call.now();
        Duration left = Duration.ofNanos(call.left());
        boolean entered;
        try {
            entered = places.enter(clock, left);
        } catch (InterruptedException e) {
            throw CallFailure.interrupted("interrupted while waiting to send " + call.words() + ".", e);
        }
        if (!entered) {
            throw CallFailure.refused(
                    Refusal.ENDPOINT_FULL,
                    ErrorCode.DEADLINE_EXCEEDED,
                    call.words() + " found " + places.count() + " calls under way there, and none ended within the "
                            + left + " that were left. Allow more time, or more calls at a time.");
        }
        call.now(time.nanos());
        events.waited(call, Wait.ENDPOINT, call.now() - start);
    }
}
