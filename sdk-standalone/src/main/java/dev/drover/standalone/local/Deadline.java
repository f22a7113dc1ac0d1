package dev.drover.standalone.local;

import java.time.Duration;

/** A moment until which child processes are waited for; by the machine's clock, which is theirs too. */
final class Deadline {
    private final long end;

    Deadline(Duration fromNow) {
        end = System.nanoTime() + fromNow.toNanos();
    }

    /** Zero once it has passed. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
