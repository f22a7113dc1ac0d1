package dev.drover.internal.guard;

import dev.drover.DroverClock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** So many at a time, the others in a queue by arrival, which waits by Drover's clock. Safe for use by many threads. */
final class Places {
    private final int count;
    private final Semaphore free;
    private final Queue<Turn> waiting = new ConcurrentLinkedQueue<>();

    /** A thread in the queue; true once it has a place, false once it has gone. */
    private static final class Turn {
        private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
    }

    Places(int count) {
        this.count = count;
        this.free = new Semaphore(count);
    }

    int taken() {
        return count - free.availablePermits();
    }

    int waiting() {
        return waiting.size();
    }

    int count() {
        return count;
    }

    /** Takes a place if one is free and nobody waits. An interrupted thread may: it has clearing up to do. */
    boolean tryEnter() {
        return waiting.isEmpty() && free.tryAcquire();
    }

    /**
     * Waits for a place.
     *
     * @return whether it has got one
     */
    boolean enter(DroverClock clock, Duration most) throws InterruptedException {
        Turn turn = new Turn();
        waiting.add(turn);
        // A place may have become free before this thread was in the queue.
        admit();
        try {
            if (clock.await(turn.settled, most)) {
                return true;
            }
        } catch (InterruptedException e) {
            if (!withdraw(turn)) {
                leave();
            }
            throw e;
        }
        return !withdraw(turn);
    }

    /** Whether it went in time; otherwise the place is its own already. */
    private boolean withdraw(Turn turn) {
        waiting.remove(turn);
        return turn.settled.complete(false);
    }

    void leave() {
        free.release();
        admit();
    }

    private void admit() {
        while (!waiting.isEmpty() && free.tryAcquire()) {
            Turn first = waiting.poll();
            if (first == null || !first.settled.complete(true)) {
                free.release();
            }
        }
    }
}
