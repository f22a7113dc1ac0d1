package dev.drover;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One accepted run. Holding or dropping a handle does nothing to the run: write {@link #id()} down and
 * {@link Drover#job(JobId)} gives a handle again, in any JVM. Safe for use by many threads.
 */
public interface JobHandle {

    JobId id();

    /** The attempt that the run was accepted for; empty after reattaching by id. */
    Optional<Attempt> attempt();

    /** Whether the call that gave this handle began the run, rather than finding it. */
    boolean started();

    /**
     * Asks the platform.
     *
     * @throws DroverException NOT_FOUND if the platform does not know the run
     */
    JobStatus status();

    /**
     * Waits until the run has ended, however it ends. Passing failures of the platform are waited out. An interrupt
     * ends the wait and leaves the run alone. A thousand waits on one cluster cost as many calls as one.
     *
     * @param timeout how long to wait at most; zero or less asks the platform once
     * @throws DroverException DEADLINE_EXCEEDED, saying where the run stands; the run goes on. NOT_FOUND if the platform
     *     does not know the run. CANCELLED if the {@link Drover} is closed
     */
    JobStatus await(Duration timeout) throws InterruptedException;

    /**
     * Waits until the run has succeeded.
     *
     * @throws JobFailedException if it ended in any other way, with the root cause
     * @throws DroverException DEADLINE_EXCEEDED as for {@link #await}
     */
    JobStatus awaitSuccess(Duration timeout) throws InterruptedException;

    /**
     * Completes when the run has ended, however it ends; fed like {@link #await}, at no further cost. It completes with a
     * {@link DroverException} if the state cannot be learned any more, with CANCELLED when the {@link Drover} is closed.
     *
     * <p>Before it completes, listeners have been told and the end is on record, unless that fails or takes more than 10
     * seconds. Each call gives a stage of its own: what is done to it, by a timeout or a cancel, ends this wait only. A
     * stage that is ended so, or dropped with nothing attached to it, costs no more calls.
     *
     * <p>What is attached to it runs on background threads, up to 32 per cluster; use the {@code Async} methods for what
     * blocks for long.
     */
    CompletionStage<JobStatus> completion();

    /** Asks the platform to end the run: driver and executors. Does nothing if it has ended. */
    void cancel();

    JobLogs logs();

    /**
     * Looks for the reason of a failure in status and logs.
     *
     * @param bound for how long to look, at most
     */
    RootCause diagnose(Duration bound);

    /** Where the driver's metrics can be scraped while it runs; empty where the platform cannot tell. */
    List<MetricsTarget> metrics();
}
