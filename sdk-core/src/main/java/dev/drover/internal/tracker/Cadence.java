package dev.drover.internal.tracker;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to look next. The interval is a twentieth of the time since a run was added or changed, between the
 * driver's shortest and longest, so that no wait is much longer than what it waits for; varied by a fifth, so that many JVMs do not
 * ask in step. A driver that watches is asked again at once.
 *
 * <p>On a busy cluster something changes all the time. So looks that come sooner than the longest interval are taken
 * from a stock of {@value #QUICK_LOOKS}, refilled by one and a half per longest interval: more than one run by itself
 * ever uses. Whatever happens, the looks of a cluster are bounded by that.
 *
 * <p>Not safe for use by many threads.
 */
final class Cadence {
    static final int QUICK_LOOKS = 100;
    private static final double REFILL = 1.5;
    private static final int WAITED_TO_PAUSE = 20;
    private static final double SPREAD = 0.2;
    private static final int MOST_DOUBLINGS = 20;

    private final RandomGenerator random;
    private final double shortest;
    private final double longest;
    private final boolean watching;
    private Instant changedAt = Instant.MIN;
    private Instant lookedAt = Instant.MIN;
    private double stock = QUICK_LOOKS;
    private double variation = 1;
    private int failures;

    Cadence(RandomGenerator random, Duration shortest, Duration longest, boolean watching) {
        this.random = random;
        this.shortest = (double) shortest.toNanos();
        this.longest = Math.max(this.shortest, (double) longest.toNanos());
        this.watching = watching;
    }

    /** A run was added, or seen in another state. */
    void changed(Instant now) {
        changedAt = now;
    }

    /** A look has ended. */
    void looked(Instant now, boolean failed) {
        if (!lookedAt.equals(Instant.MIN) && now.isAfter(lookedAt)) {
            double periods = (double) Duration.between(lookedAt, now).toMillis() * 1e6 / longest;
            stock = Math.min(QUICK_LOOKS, stock + REFILL * periods);
        }
        stock = Math.max(0, stock - 1);
        failures = failed ? Math.min(failures + 1, MOST_DOUBLINGS) : 0;
        variation = 1 - SPREAD + 2 * SPREAD * random.nextDouble();
        lookedAt = now;
    }

    /** How long until the next look; zero or less if it is due. */
    Duration left(Instant now) {
        if (lookedAt.equals(Instant.MIN)) {
            return Duration.ZERO;
        }
        // A clock that was put back must not stop the looks until it has caught up.
        lookedAt = now.isBefore(lookedAt) ? now : lookedAt;
        changedAt = now.isBefore(changedAt) ? now : changedAt;
        return Duration.ofNanos((long) (interval() * variation)).minus(Duration.between(lookedAt, now));
    }

    private double interval() {
        double usual = stock < 1 ? longest : Math.min(longest, Math.max(shortest, share()));
        return failures == 0 ? usual : Math.max(usual, Math.min(longest, Math.scalb(shortest, failures)));
    }

    private double share() {
        return watching ? 0 : (double) Duration.between(changedAt, lookedAt).toMillis() * 1e6 / WAITED_TO_PAUSE;
    }
}
