package dev.drover.testkit.mem;

import dev.drover.Capability;
import dev.drover.Location;
import dev.drover.spi.RateBudget;
import dev.drover.spi.Safety;
import dev.drover.testkit.fault.CallHook;
import dev.drover.testkit.fault.FaultSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a platform was built. */
record MemSettings(
        Set<Capability> capabilities,
        List<RateBudget> budgets,
        Safety submits,
        Map<Location, Safety> submitsAt,
        Duration settle,
        Duration cancelTakes,
        Duration growth,
        int pageSize,
        FaultSource faults,
        CallHook hook) {

    Safety submitsAt(Location where) {
        return submitsAt.getOrDefault(where, submits);
    }
}
