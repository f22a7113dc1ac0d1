package dev.drover.testkit.spark;

import dev.drover.DroverClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A clock that goes many times as fast as the machine's, for what really runs but is only looked at every few seconds.
 */
public final class FastClock implements DroverClock {
    private final int factor;
    private final Instant startedAt = Instant.now();
    private final long started = System.nanoTime();

    public FastClock(int factor) {
        this.factor = factor;
    }

    @Override
    public Instant instant() {
        return startedAt.plusNanos((System.nanoTime() - started) * factor);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        DroverClock.system().sleep(duration.dividedBy(factor));
    }

    @Override
    public boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
        return DroverClock.system().await(future, timeout.dividedBy(factor));
    }
}
