package dev.drover.internal.guard;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between tries: a random time from zero to a bound that doubles with each try. Of the ways to spread clients
 * that M. Brooker compares in "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015), this one makes the fewest
 * calls.
 */
final class FullJitter {
    private final RandomGenerator random;
    private final long base;
    private final long cap;

    FullJitter(RandomGenerator random, Duration base, Duration cap) {
        this.random = random;
        this.base = SteadyTime.nanosOf(base);
        this.cap = SteadyTime.nanosOf(cap);
    }

    /**
     * The pause after a failed try, in nanoseconds.
     *
     * @param tries how many have failed, from 1
     */
    long pause(int tries) {
        double bound = Math.min((double) cap, base * Math.pow(2, tries - 1.0));
        return (long) (bound * random.nextDouble());
    }
}
