package dev.drover.internal.guard;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The steady time for a library that wants a {@link Clock}; its dates mean nothing. */
final class SteadyClock extends Clock {
    private final SteadyTime time;

    SteadyClock(SteadyTime time) {
        this.time = time;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(time.nanos());
    }
}
