package dev.drover.testkit.mem;

import dev.drover.spi.NativeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The lock and the time of a platform; everything that happens in it happens here, one thing at a time. */
final class World {
    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource time;
    private final Agenda agenda;

    World(InstantSource time) {
        this.time = time;
        this.agenda = new Agenda(time.instant());
    }

    Agenda agenda() {
        return agenda;
    }

    <T> T act(Action<T> action) throws NativeException {
        return asOf(Duration.ZERO, action);
    }

    /** Reads how things stood this long ago. */
    <T> T asOf(Duration age, Action<T> read) throws NativeException {
        lock.lock();
        try {
            agenda.runUntil(time.instant());
            return read.run(agenda.now().minus(age), agenda.now());
        } finally {
            lock.unlock();
        }
    }

    /** Acts once this much time has passed. */
    void later(Duration delay, Action<?> action) {
        look(() -> {
            Instant sentAt = agenda.now();
            agenda.at(sentAt.plus(delay), () -> {
                try {
                    action.run(agenda.now(), sentAt);
                } catch (NativeException e) {
                    // Refused when it landed: the answer goes nowhere.
                }
            });
            return sentAt;
        });
    }

    /** For tests that look at the platform or change it without a call. */
    <T> T look(Supplier<T> view) {
        lock.lock();
        try {
            agenda.runUntil(time.instant());
            return view.get();
        } finally {
            lock.unlock();
        }
    }
}
