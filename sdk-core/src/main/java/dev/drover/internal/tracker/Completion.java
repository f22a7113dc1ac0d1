package dev.drover.internal.tracker;

import dev.drover.JobStatus;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One caller's stage. The tracker holds it weakly until something is attached to it: a stage that is dropped before
 * that can be seen by nobody, and costs no more looks. Completing or cancelling it ends this one wait only.
 */
final class Completion extends CompletableFuture<JobStatus> {
    private final Tracker tracker;
    private final Watched run;
    private final Link link = new Link(this);

    /** The tracker's end. */
    static final class Link implements Waiter {
        private final WeakReference<Completion> dropped;
        private volatile @Nullable Completion kept;

        private Link(Completion stage) {
            dropped = new WeakReference<>(stage);
        }

        @Override
        public Optional<CompletableFuture<JobStatus>> future() {
            return Optional.ofNullable(kept != null ? kept : dropped.get());
        }
    }

    Completion(Tracker tracker, Watched run) {
        this.tracker = tracker;
        this.run = run;
    }

    Link link() {
        return link;
    }

    private void keep() {
        link.kept = this;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        // Called whenever something is attached that is to run after this.
        keep();
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<JobStatus> toCompletableFuture() {
        // Other stages attach themselves to what this returns without asking for a new one.
        keep();
        return this;
    }

    // The three ways to end a future, from here or from a caller. Something attached could tell the same, but would
    // keep it.

    @Override
    public boolean complete(JobStatus status) {
        return leave(super.complete(status));
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return leave(super.completeExceptionally(error));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return leave(super.cancel(mayInterruptIfRunning));
    }

    private boolean leave(boolean done) {
        tracker.leave(run, link);
        return done;
    }
}
