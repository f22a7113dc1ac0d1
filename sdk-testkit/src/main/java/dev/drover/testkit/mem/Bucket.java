package dev.drover.testkit.mem;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The objects of one storage with their last former versions, for reads of how things stood. Guarded by {@link World}. */
final class Bucket {
    private static final int VERSIONS = 8;
    /** The order of UTF-8 bytes, which is that of code points; in UTF-16 surrogates stand before U+E000. */
    private static final Comparator<String> BYTES = Bucket::compare;

    private final NavigableMap<String, Deque<Version>> objects = new TreeMap<>(BYTES);

    /**
     * What a name held from a time on.
     *
     * @param bytes empty if it was deleted
     */
    private record Version(Instant from, Optional<Bytes> bytes) {}

    /** An object at one time. */
    record Held(String path, Instant from, Bytes bytes) {}

    Optional<Held> get(String path, Instant asOf) {
        return held(path, objects.getOrDefault(path, new ArrayDeque<>()), asOf);
    }

    void put(String path, Bytes bytes, Instant now) {
        change(path, new Version(now, Optional.of(bytes)));
    }

    void delete(String path, Instant now) {
        if (objects.containsKey(path)) {
            change(path, new Version(now, Optional.empty()));
        }
    }

    private void change(String path, Version version) {
        Deque<Version> versions = objects.computeIfAbsent(path, p -> new ArrayDeque<>());
        versions.addFirst(version);
        if (versions.size() > VERSIONS) {
            versions.removeLast();
        }
    }

    /** All behind a path that begin with a prefix, in order. */
    Iterable<Held> list(String prefix, String after, Instant asOf) {
        SortedMap<String, Deque<Version>> from =
                compare(after, prefix) < 0 ? objects.tailMap(prefix, true) : objects.tailMap(after, false);
        return () -> from.entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .flatMap(entry -> held(entry.getKey(), entry.getValue(), asOf).stream())
                .iterator();
    }

    private static Optional<Held> held(String path, Deque<Version> versions, Instant asOf) {
        for (Version version : versions) {
            if (!version.from().isAfter(asOf)) {
                return version.bytes().map(bytes -> new Held(path, version.from(), bytes));
            }
        }
        return Optional.empty();
    }

    private static int compare(String one, String other) {
        int common = Math.min(one.length(), other.length());
        for (int i = 0; i < common; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return Integer.compare(rank(one.charAt(i)), rank(other.charAt(i)));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}
