package dev.drover.internal.guard;

import dev.drover.DroverClock;
import dev.drover.spi.CallContext;
import dev.drover.spi.Provider;
import java.time.Duration;

/** Makes the context of each operation on one provider. */
public final class Guard {
    private static final long SLOW_BYTES_PER_SECOND = 256 * 1024;

    private final Provider provider;
    private final DroverClock clock;
    private final Listeners listeners;
    private final Duration operationTimeout;

    public Guard(Provider provider, DroverClock clock, Listeners listeners, Duration operationTimeout) {
        this.provider = provider;
        this.clock = clock;
        this.listeners = listeners;
        this.operationTimeout = operationTimeout;
    }

    /**
     * Starts an operation.
     *
     * @param what is asked of whom, to follow "Could not" in messages: "cancel job X"
     */
    public CallContext begin(String what) {
        return begin(what, operationTimeout);
    }

    /** Starts an operation that moves bytes, with the time that a slow line needs for them. */
    public CallContext beginTransfer(String what, long bytes) {
        return begin(what, operationTimeout.plusSeconds(bytes / SLOW_BYTES_PER_SECOND));
    }

    /** Starts an operation with a deadline of its own. */
    public CallContext begin(String what, Duration timeout) {
        return new GuardedContext(
                provider, clock, listeners, what, clock.instant().plus(timeout));
    }

    public DroverClock clock() {
        return clock;
    }

    public Listeners listeners() {
        return listeners;
    }
}
