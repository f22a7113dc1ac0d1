package dev.drover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A clock that moves only when somebody waits; each wait runs what is due. */
public final class SteppingClock implements DroverClock {
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private final List<Due> due = new ArrayList<>();

    private record Due(Instant at, Runnable action) {}

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Does something once this much time has passed. */
    public synchronized void after(Duration delay, Runnable action) {
        due.add(new Due(now.plus(delay), action));
    }

    /** Moves the time without running what is due, as a machine's clock that is set. */
    public synchronized void leap(Duration by) {
        now = now.plus(by);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        List<Due> ready;
        synchronized (this) {
            now = now.plus(duration);
            ready = due.stream().filter(each -> !each.at().isAfter(now)).toList();
            due.removeAll(ready);
        }
        ready.forEach(each -> each.action().run());
        synchronized (this) {
            notifyAll();
        }
    }

    @Override
    public synchronized boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
        Instant end = now.plus(timeout);
        var unused = future.whenComplete((result, error) -> wake());
        // Not the dependent one: that is done only after it has woken us.
        while (!future.isDone() && now.isBefore(end)) {
            wait();
        }
        return future.isDone();
    }

    private synchronized void wake() {
        notifyAll();
    }
}
