package dev.drover.testkit.mem;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What will happen, in the order of its time and then of its making. Nothing happens by itself: whoever looks at the
 * platform lets first happen what was due until then. Guarded by {@link World}.
 */
final class Agenda {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::order));
    private Instant now;
    private long made;

    private record Entry(Instant at, long order, Runnable action) {}

    Agenda(Instant start) {
        now = start;
    }

    /** The time of what is happening; never goes back. */
    Instant now() {
        return now;
    }

    void at(Instant due, Runnable action) {
        entries.add(new Entry(due, made++, action));
    }

    void runUntil(Instant target) {
        while (!entries.isEmpty() && !entries.element().at().isAfter(target)) {
            Entry next = entries.remove();
            moveTo(next.at());
            next.action().run();
        }
        moveTo(target);
    }

    private void moveTo(Instant target) {
        now = now.isBefore(target) ? target : now;
    }
}
