package dev.drover.testkit;

import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.mem.MemRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is left after a test. */
record Leaks(MemPlatform platform, FaultScript faults, DroverThreads threads) {

    List<String> without(Set<Leak> allowed) throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (Leak leak : Leak.values()) {
            if (!allowed.contains(leak)) {
                List<String> found = find(leak);
                if (!found.isEmpty()) {
                    all.add(describe(leak, found));
                }
            }
        }
        return all;
    }

    private List<String> find(Leak leak) throws InterruptedException {
        return switch (leak) {
            case CLUSTERS ->
                platform.livingClusters().stream().map(Object::toString).toList();
            case RUNS ->
                platform.runs().stream()
                        .filter(MemRun::active)
                        .map(run -> run.id() + " of key " + run.attempt().key())
                        .toList();
            case THREADS -> threads.added();
            case UNUSED_FAULTS -> faults.unused();
        };
    }

    private static String describe(Leak leak, List<String> found) {
        String what = switch (leak) {
            case CLUSTERS -> "clusters that live on; terminate them, or use an EphemeralCluster";
            case RUNS -> "runs that have not ended; await or cancel them";
            case THREADS -> "threads of a Drover; close every Drover that the test opens";
            case UNUSED_FAULTS -> "scripted faults that did not come to pass; correct or remove them";
        };
        return what + " (or allow it by @AllowLeaks(Leak." + leak + ")):\n    " + String.join("\n    ", found);
    }
}
