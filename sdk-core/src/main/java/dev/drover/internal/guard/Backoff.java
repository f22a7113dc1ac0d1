package dev.drover.internal.guard;

import dev.drover.DroverClock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The pauses of one wait: a twentieth of the time waited so far, so that a wait is never much longer than what it waits for,
 * each varied by a fifth so that many waiters do not ask in step. Not safe for use by many threads.
 */
public final class Backoff {
    private static final int WAITED_TO_PAUSE = 20;
    private static final double SPREAD = 0.2;

    private final DroverClock clock;
    private final RandomGenerator random;
    private final Instant start;
    private final Instant deadline;
    private final Duration shortest;
    private final Duration longest;

    public Backoff(DroverClock clock, RandomGenerator random, Instant deadline, Duration shortest, Duration longest) {
        this.clock = clock;
        this.random = random;
        this.start = clock.instant();
        this.deadline = deadline;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Whether the deadline has come. */
    public boolean expired() {
        return !clock.instant().isBefore(deadline);
    }

    /** Pauses, but not beyond the deadline. */
    public void pause() throws InterruptedException {
        pause(Duration.ZERO);
    }

    /** Pauses for at least a given time, but not beyond the deadline. */
    public void pause(Duration atLeast) throws InterruptedException {
        Instant now = clock.instant();
        long share = Duration.between(start, now).dividedBy(WAITED_TO_PAUSE).toNanos();
        long bounded = Math.min(longest.toNanos(), Math.max(shortest.toNanos(), share));
        long varied = (long) ((double) bounded * (1 - SPREAD + 2 * SPREAD * random.nextDouble()));
        long left = Duration.between(now, deadline).toNanos();
        clock.sleep(Duration.ofNanos(Math.min(left, Math.max(atLeast.toNanos(), varied))));
    }
}
