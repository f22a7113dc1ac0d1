package dev.drover.internal.guard;

import dev.drover.DroverClock;
import dev.drover.Location;
import dev.drover.spi.CallContext;
import dev.drover.spi.Provider;
import java.time.Duration;

/** Makes the context of each operation on one provider. Safe for use by many threads. */
public final class Guard {
    private static final long SLOW_BYTES_PER_SECOND = 256 * 1024;

    private final Guards shared;
    private final Provider provider;
    private final Location where;
    private final Budgets budgets;

    Guard(Guards shared, Provider provider, Location where, Budgets budgets) {
        this.shared = shared;
        this.provider = provider;
        this.where = where;
        this.budgets = budgets;
    }

    /**
     * Starts an operation.
     *
     * @param what is asked of whom, to follow "Could not" in messages: "cancel job X"
     */
    public CallContext begin(String what) {
        return begin(what, Subject.NONE);
    }

    /** Starts an operation on a cluster or job. */
    public CallContext begin(String what, Subject subject) {
        return begin(what, subject, shared.operationTimeout());
    }

    /** Starts an operation with a deadline of its own. */
    public CallContext begin(String what, Duration timeout) {
        return begin(what, Subject.NONE, timeout);
    }

    /** Starts an operation on a cluster or job, with a deadline of its own. */
    public CallContext begin(String what, Subject subject, Duration timeout) {
        return new GuardedContext(shared, provider, where, budgets, what, subject, timeout);
    }

    /** Starts an operation that moves bytes, with the time that a slow line needs for them. */
    public CallContext beginTransfer(String what, long bytes) {
        return begin(what, shared.operationTimeout().plusSeconds(bytes / SLOW_BYTES_PER_SECOND));
    }

    public DroverClock clock() {
        return shared.clock();
    }

    public Listeners listeners() {
        return shared.listeners();
    }
}
