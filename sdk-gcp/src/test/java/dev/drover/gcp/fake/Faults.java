package dev.drover.gcp.fake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;

/** Faults that are planned by the name of an operation, and how often each was asked for. Safe for many threads. */
final class Faults<F> {
    private final Map<String, Deque<F>> planned = new HashMap<>();
    private final Map<String, Integer> calls = new TreeMap<>();

    synchronized void plan(String operation, List<F> faults) {
        planned.computeIfAbsent(operation, unused -> new ArrayDeque<>()).addAll(faults);
    }

    /** Counts a request; the fault that it meets. */
    synchronized Optional<F> next(String operation) {
        calls.merge(operation, 1, Integer::sum);
        Queue<F> waiting = planned.get(operation);
        return waiting == null ? Optional.empty() : Optional.ofNullable(waiting.poll());
    }

    synchronized Map<String, Integer> calls() {
        return new TreeMap<>(calls);
    }

    /** Those that did not come to pass. */
    synchronized Map<String, List<F>> unused() {
        Map<String, List<F>> left = new TreeMap<>();
        planned.forEach((operation, faults) -> {
            if (!faults.isEmpty()) {
                left.put(operation, List.copyOf(faults));
            }
        });
        return left;
    }
}
