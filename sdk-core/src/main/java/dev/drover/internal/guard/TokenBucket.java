package dev.drover.internal.guard;

import dev.drover.spi.RateBudget;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tokens of one budget. Kept as one number, the time at which the bucket will be full again (the "generic cell rate
 * algorithm" of ATM networks), so that taking is one compare-and-set. Whoever takes more than there is gets a place in
 * the queue: a time to wait, longer than that of all who came before. Safe for use by many threads.
 */
final class TokenBucket {
    static final long TOO_LONG = -1;

    /** Decades, in nanoseconds; sums of a few of these do not overflow. */
    private static final long LONGEST = Long.MAX_VALUE / 8;

    private static final double SECOND = 1e9;

    private final RateBudget budget;
    private final AtomicLong fullAt = new AtomicLong(Long.MIN_VALUE / 2);
    private volatile Pace pace = Pace.FULL;

    TokenBucket(RateBudget budget) {
        this.budget = budget;
    }

    RateBudget budget() {
        return budget;
    }

    /**
     * Takes tokens now or from those to come.
     *
     * @param most how long the caller can wait
     * @return how long to wait before using them, or {@link #TOO_LONG}, and then nothing was taken
     */
    long take(int tokens, long now, long most) {
        double interval = interval(now);
        long price = scaled(tokens, interval);
        long depth = scaled(budget.burst(), interval);
        while (true) {
            long before = fullAt.get();
            long after = Math.max(before, now) + price;
            long wait = after - depth - now;
            if (wait > Math.min(most, LONGEST)) {
                return TOO_LONG;
            }
            if (fullAt.compareAndSet(before, after)) {
                return Math.max(0, wait);
            }
        }
    }

    /** Puts tokens back that were taken for a call that was not sent. */
    void giveBack(int tokens, long now) {
        fullAt.addAndGet(-scaled(tokens, interval(now)));
    }

    /** The platform says that its own bucket is empty: so is this one, and it is refilled more slowly for a while. */
    boolean throttled(long now) {
        Pace before = pace;
        Pace after = before.throttled(now);
        if (after.equals(before) || !replace(before, after)) {
            return false;
        }
        // Whoever has a place in the queue keeps it; the next one comes after them, at the new pace.
        long depth = scaled(budget.burst(), interval(before, now));
        long slower = scaled(budget.burst(), interval(after, now));
        fullAt.updateAndGet(at -> Math.max(at, now + depth) - depth + slower);
        return true;
    }

    /** Tokens per second at present. */
    double rate(long now) {
        return budget.perSecond() * pace.at(now);
    }

    private double interval(long now) {
        Pace current = pace;
        if (!current.full() && current.at(now) >= 1) {
            replace(current, Pace.FULL);
        }
        return interval(current, now);
    }

    private double interval(Pace current, long now) {
        return SECOND / (current.full() ? budget.perSecond() : budget.perSecond() * current.at(now));
    }

    private synchronized boolean replace(Pace before, Pace after) {
        boolean unchanged = pace.equals(before);
        pace = unchanged ? after : pace;
        return unchanged;
    }

    private static long scaled(int tokens, double interval) {
        return (long) Math.min((double) LONGEST, tokens * interval);
    }
}
