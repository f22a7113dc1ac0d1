package dev.drover;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
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

    /**
     * Runs what is handed to other threads; by default the executor itself. A clock whose time passes as soon as everybody
     * waits has to know of work that was handed over and has not begun: until then its thread waits for nothing, and on a
     * busy machine that is long. Drover asks this for threads of its own, which begin whatever they are given.
     *
     * @return what hands work on to the executor, with the same rejections
     */
    default Executor heeding(Executor executor) {
        return executor;
    }

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
