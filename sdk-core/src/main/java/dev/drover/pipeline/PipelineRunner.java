package dev.drover.pipeline;

import dev.drover.DroverException;
import dev.drover.RequestKey;
import java.util.Optional;

/**
 * Runs pipelines; {@link dev.drover.Drover#pipelines()} gives it. Safe for use by many threads.
 *
 * <p>The state of a run stands in the Drover's ledger, under the run's key: with a
 * {@linkplain dev.drover.Drover.Builder#ledger durable} one, any process can go on with it. The job of a step has the key
 * {@code key.child(step)}, so a step that has succeeded is never run again, whatever dies when.
 */
public interface PipelineRunner {

    /**
     * Begins a run, or goes on with one that has stopped: at the first steps that have not succeeded. A run that has succeeded
     * is returned as it is.
     *
     * <p>If the run was begun with another definition: steps that have succeeded stay so; those that have not run in their new
     * shape, except that a job which still runs is waited for first; new steps are run; of removed steps the report says so.
     *
     * <p>If a process that carried it on has died, this waits until its lease is over: up to the
     * {@linkplain dev.drover.Drover.Builder#operationTimeout operation timeout} and the
     * {@linkplain dev.drover.Drover.Builder#clockSkew clock skew}.
     *
     * @param key at most 15 parts
     * @return once it is certain that this process carries it on; the first steps begin in the background
     * @throws DroverException INVALID_ARGUMENT if the pipeline does not say where it runs; CONFLICT if another process carries
     *     it on, or if the job of a step that was removed may still run; CANCELLED if interrupted
     */
    PipelineRun run(Pipeline pipeline, RequestKey key);

    /**
     * {@link #run} for a run that must have been begun.
     *
     * @throws DroverException as {@link #run}; NOT_FOUND if nothing is on record of the key
     */
    PipelineRun resume(Pipeline pipeline, RequestKey key);

    /**
     * How a run stands, whoever carries it on; empty if nothing is on record. Asks the ledger, and for the steps that run,
     * their clusters.
     */
    Optional<PipelineReport> find(RequestKey key);
}
