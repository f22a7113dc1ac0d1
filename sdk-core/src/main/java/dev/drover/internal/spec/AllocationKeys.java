package dev.drover.internal.spec;

import dev.drover.DynamicAllocation;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import java.time.Duration;

/** The keys of {@link DynamicAllocation}. */
public final class AllocationKeys {
    private static final int MOST_EXECUTORS = 1_000_000;

    private int min;
    private int max;
    private Duration idleTimeout = DynamicAllocation.between(0, 1).idleTimeout();

    private AllocationKeys() {}

    public static Keys<DynamicAllocation> all() {
        return Keys.of(AllocationKeys::new, draft -> new DynamicAllocation(draft.min, draft.max, draft.idleTimeout))
                .required(
                        "min",
                        executors(0),
                        "How many executors there are at least.",
                        (draft, executors) -> draft.min = executors)
                .required(
                        "max", executors(1), "How many there are at most.", (draft, executors) -> draft.max = executors)
                .key(
                        "idleTimeout",
                        Kinds.duration(),
                        "How long one may be without work before it is removed; by default 60s.",
                        (draft, time) -> draft.idleTimeout = time)
                .end();
    }

    /** A number of executors. */
    public static Kind<Integer> executors(int least) {
        return Kinds.integer(least, MOST_EXECUTORS);
    }
}
