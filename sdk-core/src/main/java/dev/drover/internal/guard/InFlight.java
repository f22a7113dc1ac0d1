package dev.drover.internal.guard;

import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.internal.guard.OnceByKey.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first of many threads that ask for one attempt at one place do it, and the others have its result: two that
 * look before they send would both see nothing and both send.
 *
 * @param <P> the place
 * @param <T> the result
 */
public final class InFlight<P, T> {
    private final ConcurrentMap<Flight<P>, CompletableFuture<T>> flights = new ConcurrentHashMap<>();

    private record Flight<P>(P place, Attempt attempt) {}

    /**
     * Does it, or waits for the thread that does.
     *
     * @param limit how long to wait for another thread
     * @throws DroverException what the one thread got
     * @throws OutcomeUnknownException if this thread was interrupted, or waited too long for the other
     */
    public Outcome<T> run(P place, Attempt attempt, Duration limit, OnceByKey<T> request) {
        Flight<P> flight = new Flight<>(place, attempt);
        CompletableFuture<T> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<T> others = flights.putIfAbsent(flight, mine);
        if (others != null) {
            return new Outcome<>(join(others, attempt.key(), limit), false);
        }
        try {
            Outcome<T> outcome = request.run();
            mine.complete(outcome.result());
            return outcome;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            flights.remove(flight);
        }
    }

    private static <T> T join(CompletableFuture<T> others, RequestKey key, Duration limit) {
        try {
            return others.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(key, "interrupted", e);
        } catch (TimeoutException e) {
            throw unknown(key, "not settled after " + limit, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DroverException failure) {
                throw failure;
            }
            throw new IllegalStateException("Another thread's request for key " + key + " failed", e.getCause());
        }
    }

    private static OutcomeUnknownException unknown(RequestKey key, String why, Exception cause) {
        return new OutcomeUnknownException(
                key,
                "Another thread is asking for key " + key + ": " + why + " while waiting for it. Call again with the"
                        + " same key.",
                cause);
    }
}
