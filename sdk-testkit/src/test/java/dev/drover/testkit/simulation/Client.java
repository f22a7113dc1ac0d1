package dev.drover.testkit.simulation;

import dev.drover.DroverClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A pretended client: its clock, which goes a little wrong, its background threads, and whether it has died. */
final class Client {
    private final String name;
    private final Scheduler scheduler;
    private final Duration skew;
    private boolean crashed;

    Client(String name, Scheduler scheduler, Duration skew) {
        this.name = name;
        this.scheduler = scheduler;
        this.skew = skew;
    }

    boolean crashed() {
        return crashed;
    }

    void crash() {
        crashed = true;
    }

    /** Ends the calling task if its client has died meanwhile. */
    void goOn() {
        if (crashed) {
            throw new Crash();
        }
    }

    Executor executor() {
        return task -> scheduler.spawn(this, task);
    }

    DroverClock clock() {
        return new DroverClock() {
            @Override
            public Instant instant() {
                return scheduler.now().plus(skew);
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                scheduler.sleep(duration);
            }

            @Override
            public boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
                return scheduler.await(future, timeout);
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
