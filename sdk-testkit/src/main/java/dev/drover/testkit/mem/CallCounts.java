package dev.drover.testkit.mem;

import dev.drover.testkit.fault.MemCall;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many native calls were made. Safe for use by many threads. */
final class CallCounts {
    private final Map<String, LongAdder> byApi = new ConcurrentHashMap<>();

    void count(MemCall call) {
        byApi.computeIfAbsent(call.api(), api -> new LongAdder()).increment();
    }

    Map<String, Long> byApi() {
        Map<String, Long> counts = new TreeMap<>();
        byApi.forEach((api, count) -> counts.put(api, count.sum()));
        return counts;
    }
}
