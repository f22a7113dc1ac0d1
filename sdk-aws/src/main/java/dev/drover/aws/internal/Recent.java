package dev.drover.aws.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What was learned of the things last asked for; forgets the one used longest ago. Safe for use by many threads. */
public final class Recent<K, V> {
    private final Map<K, V> entries;

    /** Remembers at most so many. */
    public Recent(int limit) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limit;
            }
        };
    }

    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    public synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    /** What is remembered, or else made now; the making must be quick and ask nobody. */
    public synchronized V get(K key, Function<K, V> make) {
        return entries.computeIfAbsent(key, make);
    }
}
