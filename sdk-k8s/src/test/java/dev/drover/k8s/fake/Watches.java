package dev.drover.k8s.fake;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The watches that are open, and what a test does to all of them. Safe for many threads. */
final class Watches {
    private final Set<OpenWatch> open = ConcurrentHashMap.newKeySet();
    private volatile int cutAfter = Integer.MAX_VALUE;
    private volatile Duration bookmarks = Duration.ofSeconds(5);

    void opened(OpenWatch watch) {
        open.add(watch);
    }

    void closed(OpenWatch watch) {
        open.remove(watch);
    }

    int open() {
        return open.size();
    }

    void each(Consumer<OpenWatch> action) {
        open.forEach(action);
    }

    /** After how many events a watch breaks. */
    int cutAfter() {
        return cutAfter;
    }

    void cutAfter(int events) {
        cutAfter = events;
    }

    /** How long a watch that wants bookmarks may be silent. */
    Duration bookmarks() {
        return bookmarks;
    }

    void bookmarks(Duration every) {
        bookmarks = every;
    }
}
