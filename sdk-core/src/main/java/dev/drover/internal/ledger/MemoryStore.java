package dev.drover.internal.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one process, gone with it. Of keys whose last run has ended only the latest are kept: a process that runs
 * for years must not fill up, and without a durable ledger every platform is asked before anything is sent.
 */
final class MemoryStore implements LedgerStore {
    private static final int MOST_ENDED = 10_000;

    private final ConcurrentMap<String, NavigableMap<Integer, byte[]>> entries = new ConcurrentHashMap<>();

    private final Queue<End> ends = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ended = new AtomicInteger();

    private record End(String name, int index) {}

    @Override
    public void ended(String name, int index) {
        ends.add(new End(name, index));
        if (ended.incrementAndGet() > MOST_ENDED) {
            @Nullable End oldest = ends.poll();
            if (oldest != null) {
                ended.decrementAndGet();
                entries.computeIfPresent(oldest.name(), (n, all) -> all.lastKey() == oldest.index() ? null : all);
            }
        }
    }

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public boolean create(String name, int index, byte[] entry) {
        return entries.computeIfAbsent(name, n -> new ConcurrentSkipListMap<>()).putIfAbsent(index, entry) == null;
    }

    @Override
    public Optional<byte[]> read(String name, int index) {
        return Optional.ofNullable(of(name).get(index));
    }

    @Override
    public List<Integer> indexes(String name) {
        return new ArrayList<>(of(name).keySet());
    }

    private NavigableMap<Integer, byte[]> of(String name) {
        return entries.getOrDefault(name, new ConcurrentSkipListMap<>());
    }

    @Override
    public List<String> names() {
        return new ArrayList<>(entries.keySet());
    }

    @Override
    public void delete(String name, Collection<Integer> indexes) {
        entries.computeIfPresent(name, (n, all) -> {
            indexes.forEach(all::remove);
            return all.isEmpty() ? null : all;
        });
    }
}
