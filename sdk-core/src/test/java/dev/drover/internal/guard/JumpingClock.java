package dev.drover.internal.guard;

import dev.drover.DroverClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A clock that is set now and then, for one thread. */
final class JumpingClock implements DroverClock {
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");

    void jump(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public boolean await(CompletableFuture<?> future, Duration timeout) {
        now = now.plus(timeout);
        return future.isDone();
    }
}
