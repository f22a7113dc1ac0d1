package dev.drover.internal.tracker;

import dev.drover.JobStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A wait for the end of one run; while it is open, the tracker of the cluster looks at the run. Safe for use by many
 * threads; close it, at the latest when you stop waiting.
 */
public final class Watch implements Waiter, AutoCloseable {
    private final Tracker tracker;
    private final Watched run;
    private final CompletableFuture<JobStatus> future = new CompletableFuture<>();

    Watch(Tracker tracker, Watched run) {
        this.tracker = tracker;
        this.run = run;
    }

    /**
     * Completes as {@link dev.drover.JobHandle#completion()}. What is attached to it runs on a thread of the tracker's
     * and must not block; completing it closes nothing.
     */
    public CompletableFuture<JobStatus> result() {
        return future;
    }

    @Override
    public Optional<CompletableFuture<JobStatus>> future() {
        return Optional.of(future);
    }

    /** What was last seen of the run; empty if nothing was seen yet. */
    public Optional<JobStatus> seen() {
        return tracker.seen(run);
    }

    /** Why the last look failed; empty if it did not. */
    public Optional<String> trouble() {
        return tracker.trouble();
    }

    /** Waits no longer; the run is left alone. May be repeated. */
    @Override
    public void close() {
        tracker.leave(run, this);
    }
}
