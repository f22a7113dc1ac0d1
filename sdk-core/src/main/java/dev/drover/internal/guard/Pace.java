package dev.drover.internal.guard;

/**
 * The share of its declared rate at which a budget is refilled: halved when the platform throttles all the same, because
 * other programs use the account too, and then slowly raised again, as TCP does with its window.
 *
 * @param share at that time, above 0 to 1
 * @param since by the steady time
 */
record Pace(double share, long since) {
    static final Pace FULL = new Pace(1, 0);

    /** A sixteenth of the declared rate is kept: fewer calls would hardly find out that the trouble is over. */
    private static final double LEAST = 1.0 / 16;
    /** Back from half to all in 50 seconds. */
    private static final double RAISED_PER_SECOND = 0.01;
    /** Calls that were under way together are throttled together; they count as one. */
    private static final long ONE_EVENT = 1_000_000_000L;

    private static final double SECOND = 1e9;

    boolean full() {
        return share >= 1;
    }

    double at(long now) {
        return Math.min(1, share + RAISED_PER_SECOND * Math.max(0, now - since) / SECOND);
    }

    /** The pace after a throttled call. */
    Pace throttled(long now) {
        return !full() && now - since < ONE_EVENT ? this : new Pace(Math.max(LEAST, at(now) / 2), now);
    }
}
