package dev.drover.internal.tracker;

import dev.drover.JobStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Somebody who waits for a run. */
interface Waiter {

    /** What to complete; empty if nobody can see it any more. */
    Optional<CompletableFuture<JobStatus>> future();
}
