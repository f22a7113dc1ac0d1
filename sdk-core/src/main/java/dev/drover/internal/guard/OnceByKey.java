package dev.drover.internal.guard;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.spi.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends something once per key: looks before it sends, and when an answer was lost looks until the platform's settle
 * time has passed. Only then is "not seen" proof that nothing was accepted, and only then is it sent again.
 *
 * @param <T> what the platform gives back
 */
public final class OnceByKey<T> {
    private static final Logger log = LoggerFactory.getLogger(OnceByKey.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static final String NOT_YET = "it is not there yet, but may still appear";

    private final RequestKey key;
    private final String what;
    private final Duration settle;
    private final Supplier<Lookup<T>> find;
    private final Supplier<T> send;
    private final DroverClock clock;
    private final Backoff backoff;

    /**
     * What came of it.
     *
     * @param started whether this call sent it
     */
    public record Outcome<T>(T result, boolean started) {}

    public OnceByKey(
            RequestKey key,
            String what,
            Duration settle,
            Supplier<Lookup<T>> find,
            Supplier<T> send,
            DroverClock clock,
            RandomGenerator random,
            Instant deadline) {
        this.key = key;
        this.what = what;
        this.settle = settle;
        this.find = find;
        this.send = send;
        this.clock = clock;
        this.backoff = new Backoff(clock, random, deadline, SHORTEST_PAUSE, LONGEST_PAUSE);
    }

    /**
     * Finds or sends.
     *
     * @throws OutcomeUnknownException if it could not be told in time whether something was accepted
     * @throws DroverException whatever the platform answered, if nothing was accepted
     */
    public Outcome<T> run() {
        @Nullable DroverException lost = null;
        @Nullable Instant lostAt = null;
        @Nullable String open = null;
        while (true) {
            Lookup<T> seen;
            try {
                seen = find.get();
            } catch (DroverException e) {
                if (open == null) {
                    throw e;
                }
                seen = new Lookup.Undecided<>(open + "; the last look failed: " + e.getMessage(), SHORTEST_PAUSE);
            }
            if (seen instanceof Lookup.Found<T> found) {
                if (found.matches().size() > 1) {
                    log.warn(
                            "Key {} has {} runs, surplus ones among them: {}",
                            key,
                            found.matches().size(),
                            found);
                }
                return new Outcome<>(found.matches().get(0), lost != null);
            }
            if (seen instanceof Lookup.Undecided<T> undecided) {
                open = open == null ? undecided.why() : open;
                pause(undecided.askAgainAfter(), undecided.why(), lost);
                continue;
            }
            if (lostAt != null && clock.instant().isBefore(lostAt.plus(settle))) {
                pause(Duration.ZERO, NOT_YET, lost);
                continue;
            }
            try {
                return new Outcome<>(send.get(), true);
            } catch (DroverException e) {
                if (e.code() == ErrorCode.ALREADY_EXISTS && open == null) {
                    // Another process was faster since this one looked.
                    open = "another process is making it";
                    continue;
                }
                if (e.effect() == Effect.NONE) {
                    throw e;
                }
                lost = e;
                lostAt = clock.instant();
                open = NOT_YET;
                log.info("The answer was lost when asked to {} for key {}; looking for its effect", what, key);
            }
        }
    }

    private void pause(Duration atLeast, String why, @Nullable DroverException lost) {
        if (backoff.expired()) {
            throw unknown(why, lost);
        }
        try {
            backoff.pause(atLeast);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted while " + why, lost != null ? lost : e);
        }
    }

    private OutcomeUnknownException unknown(String why, @Nullable Exception cause) {
        return new OutcomeUnknownException(
                key,
                "Asked to " + what + " for key " + key + ", and it cannot be told whether that was accepted: " + why
                        + ". Nothing was sent twice. Call again with the same key to attach to it, or to send it if it"
                        + " never arrived.",
                cause);
    }
}
