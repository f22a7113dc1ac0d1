package dev.drover.internal.guard;

import dev.drover.DroverClock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The pauses of one wait: short at first, so that quick things are seen quickly, then longer, each varied by a fifth so
 * that many waiters do not ask in step. Not safe for use by many threads.
 */
public final class Backoff {
    private static final double GROWTH = 1.4;
    private static final double SPREAD = 0.2;

    private final DroverClock clock;
    private final RandomGenerator random;
    private final Instant deadline;
    private final Duration longest;
    private Duration next;

    public Backoff(DroverClock clock, RandomGenerator random, Instant deadline, Duration first, Duration longest) {
        this.clock = clock;
        this.random = random;
        this.deadline = deadline;
        this.next = first;
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
        long varied = (long) (next.toNanos() * (1 - SPREAD + 2 * SPREAD * random.nextDouble()));
        Duration left = Duration.between(clock.instant(), deadline);
        Duration wanted = max(atLeast, Duration.ofNanos(varied));
        clock.sleep(wanted.compareTo(left) < 0 ? wanted : left);
        next = min(longest, Duration.ofNanos((long) (next.toNanos() * GROWTH)));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
