package dev.drover.standalone.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was learned of the runs last asked for; forgets the one used longest ago. Safe for use by many threads. */
final class Recent<K, V> {
    private static final int LIMIT = 10_000;

    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > LIMIT;
        }
    };

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized void put(K key, V value) {
        entries.put(key, value);
    }
}
