package dev.drover.internal.submission;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.internal.guard.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The time of one submission: pauses, and the error when it is over. Not safe for use by many threads. */
final class SubmissionTime {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final RequestKey key;
    private final String what;
    private final DroverClock clock;
    private final Instant deadline;
    private final Backoff backoff;

    SubmissionTime(RequestKey key, String what, DroverClock clock, RandomGenerator random, Instant deadline) {
        this.key = key;
        this.what = what;
        this.clock = clock;
        this.deadline = deadline;
        this.backoff = new Backoff(clock, random, deadline, SHORTEST_PAUSE, LONGEST_PAUSE);
    }

    Instant now() {
        return clock.instant();
    }

    Instant deadline() {
        return deadline;
    }

    Duration remaining() {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    void pause(String why) {
        pause(Duration.ZERO, why);
    }

    void pause(Duration atLeast, String why) {
        pause(atLeast, why, null);
    }

    void pauseAfter(DroverException lost) {
        pause(Duration.ZERO, "the answer was lost: " + lost.getMessage(), lost);
    }

    private void pause(Duration atLeast, String why, @Nullable Exception cause) {
        if (backoff.expired()) {
            throw unknown(why, cause);
        }
        try {
            backoff.pause(atLeast);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted while " + why, cause != null ? cause : e);
        }
        if (backoff.expired()) {
            throw unknown(why, cause);
        }
    }

    /** Waits for what another thread completes. */
    void await(CompletableFuture<?> others, String why) {
        try {
            if (!clock.await(others, remaining())) {
                throw unknown(why, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted while " + why, e);
        }
    }

    OutcomeUnknownException unknown(String why, @Nullable Exception cause) {
        return new OutcomeUnknownException(
                key,
                "Asked to " + what + " for key " + key + ", and it cannot be told whether that was accepted: " + why
                        + ". Call again with the same key to attach to it, or to send it if it"
                        + " never arrived.",
                cause);
    }
}
