package dev.drover;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The time that Drover reads and waits by. Tests replace it with one that they move by hand.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface DroverClock extends InstantSource {

    /** Waits; returns at once when the duration is zero or negative. */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Waits until a future has completed in any way, or the time is over.
     *
     * @return whether it has completed
     */
    boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException;

    /** The machine's clock. */
    static DroverClock system() {
        return new DroverClock() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(Math.max(0, duration.toNanos()));
            }

            @Override
            public boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
                try {
                    future.get(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    return false;
                } catch (ExecutionException | CancellationException e) {
                    return true;
                }
                return true;
            }
        };
    }
}
