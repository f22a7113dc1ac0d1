package dev.drover.k8s.fake;

import java.util.Map;
import java.util.TreeMap;

/** Counts calls, and the bytes of their bodies, by verb and resource. Safe for many threads. */
final class Meter {
    private final Map<String, FakeKube.Traffic> traffic = new TreeMap<>();

    synchronized void call(String key, long received) {
        traffic.merge(key, new FakeKube.Traffic(1, received, 0), FakeKube.Traffic::plus);
    }

    synchronized void sent(String key, long bytes) {
        traffic.merge(key, new FakeKube.Traffic(0, 0, bytes), FakeKube.Traffic::plus);
    }

    synchronized Map<String, FakeKube.Traffic> read() {
        return new TreeMap<>(traffic);
    }

    synchronized void clear() {
        traffic.clear();
    }
}
