package dev.drover;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where the circuit breaker of an endpoint stands.
 *
 * @param endpoint whose calls it counts, such as {@code elasticmapreduce.eu-west-1.amazonaws.com}
 * @param failureRate the share of failed calls among those it remembers, 0 to 1; empty while they are too few to tell
 * @param since when it came to this state
 * @param nextTry when it lets trial calls through again; present while it is open
 */
public record BreakerStatus(
        String endpoint, State state, OptionalDouble failureRate, Instant since, Optional<Instant> nextTry) {

    /** What a breaker does with a call. */
    public enum State {
        /** Lets it through. */
        CLOSED,
        /** Refuses it: the endpoint has failed too often. */
        OPEN,
        /** Lets a few through, to see whether the endpoint is well again. */
        HALF_OPEN
    }
}
