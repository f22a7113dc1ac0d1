package dev.drover.internal.guard;

import dev.drover.DroverClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that never goes back, made from a clock that may be set: what is measured by it neither ends early nor hangs when
 * somebody sets the clock back. A clock set forward cannot be told from time that has passed. Safe for many threads.
 */
final class SteadyTime {
    /** A century and more; sums of a few of these do not overflow. */
    static final long LONGEST = Long.MAX_VALUE / 2;

    private static final long SECOND = 1_000_000_000L;
    /** Threads that read at about the same time may be out of step by less than this, and corrections of a clock too. */
    private static final long NUDGE = SECOND;
    /** How far time goes on before it is written down: not at each reading, which would make threads wait for it. */
    private static final long STEP = SECOND / 1000;

    private final DroverClock clock;
    private final long originSecond;
    private final AtomicLong latest = new AtomicLong();
    private volatile long shift;

    SteadyTime(DroverClock clock) {
        this.clock = clock;
        this.originSecond = clock.instant().getEpochSecond();
    }

    /** Nanoseconds since an arbitrary point. */
    long nanos() {
        return nanos(clock.instant());
    }

    /** The same for a reading of the clock that was made just now. */
    long nanos(Instant reading) {
        long seen = latest.get();
        long now = read(reading);
        if (now >= seen) {
            if (now - seen > STEP) {
                latest.compareAndSet(seen, now);
            }
            return now;
        }
        return seen - now < NUDGE ? seen : setBack();
    }

    private long read(Instant now) {
        long seconds = Math.max(-LONGEST / SECOND, Math.min(LONGEST / SECOND, now.getEpochSecond() - originSecond));
        return Math.min(LONGEST, seconds * SECOND + now.getNano() + shift);
    }

    private synchronized long setBack() {
        long missing = latest.get() - read(clock.instant());
        if (missing >= NUDGE) {
            shift += missing;
        }
        return Math.max(latest.get(), read(clock.instant()));
    }

    /** A duration in nanoseconds: zero if it is negative, and at most {@link #LONGEST}. */
    static long nanosOf(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return duration.toSeconds() >= LONGEST / SECOND ? LONGEST : duration.toNanos();
    }
}
