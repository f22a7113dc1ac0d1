package dev.drover.pipeline;

import dev.drover.DroverException;
import dev.drover.RequestKey;
import java.time.Duration;

/**
 * A run of a pipeline that this process carries on, on background threads. Safe for use by many threads.
 *
 * <p>Closing it lets go: no further step is begun, jobs that run and a cluster that was made go on, and any process may
 * resume the run at once. Closing a run that has ended does nothing.
 */
public interface PipelineRun extends AutoCloseable {

    RequestKey key();

    /** How it stands now; nobody is asked. */
    PipelineReport report();

    /**
     * Waits until it has ended, however it ends. An interrupt ends the wait and leaves the run alone.
     *
     * @param timeout how long to wait at most; zero or less does not wait
     * @return INTERRUPTED if this run was closed
     * @throws DroverException DEADLINE_EXCEEDED if it goes on; CONFLICT if another process has taken it over; or why its state
     *     cannot be kept any more. Jobs that run go on in all these cases
     */
    PipelineReport await(Duration timeout) throws InterruptedException;

    /**
     * Waits until it has ended with success.
     *
     * @throws PipelineFailedException if it ended in any other way
     * @throws DroverException as {@link #await}
     */
    PipelineReport awaitSuccess(Duration timeout) throws InterruptedException;

    /**
     * Asks for its end: no further step is begun, jobs that run are cancelled, a cluster that was made is ended. Returns at once;
     * {@link #await} says when it is done.
     */
    void cancel();

    @Override
    void close();
}
