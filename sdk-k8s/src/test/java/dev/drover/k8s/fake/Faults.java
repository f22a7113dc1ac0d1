package dev.drover.k8s.fake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Faults that are planned by verb and resource. Safe for many threads. */
final class Faults {
    private final Map<String, Deque<KubeFault>> planned = new HashMap<>();
    private final Map<String, KubeFault> standing = new HashMap<>();

    static String key(String verb, String resource) {
        return verb + " " + resource;
    }

    synchronized void plan(String verb, String resource, KubeFault... faults) {
        planned.computeIfAbsent(key(verb, resource), unused -> new ArrayDeque<>())
                .addAll(List.of(faults));
    }

    synchronized void stand(String verb, String resource, KubeFault fault) {
        standing.put(key(verb, resource), fault);
    }

    synchronized void recover(String verb, String resource) {
        standing.remove(key(verb, resource));
    }

    /** The fault that a request meets. */
    synchronized Optional<KubeFault> next(String verb, String resource) {
        Deque<KubeFault> waiting = planned.get(key(verb, resource));
        KubeFault next = waiting == null ? null : waiting.poll();
        return Optional.ofNullable(next == null ? standing.get(key(verb, resource)) : next);
    }

    synchronized Map<String, List<KubeFault>> unused() {
        Map<String, List<KubeFault>> left = new TreeMap<>();
        planned.forEach((key, faults) -> {
            if (!faults.isEmpty()) {
                left.put(key, List.copyOf(faults));
            }
        });
        return left;
    }
}
