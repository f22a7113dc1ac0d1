package dev.drover.routing;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.OutcomeUnknownException;
import dev.drover.PartialResult;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several clusters that jobs are spread over. Each job goes to one of them, chosen by the pool's {@link RoutingPolicy}
 * among those that are up, serve the job's queue, can run it and have room. If that one definitively refuses, the next
 * is asked; while it cannot be told whether it accepted, nothing moves. Safe for use by many threads.
 *
 * <pre>{@code
 * ClusterPool pool = drover.pool(PoolSpec.builder()
 *         .member(PoolMember.builder(ClusterId.parse("emr://eu/j-1")).weight(3).queue("etl", "root.etl").build())
 *         .member(PoolMember.builder(ClusterId.parse("k8s://prod/spark")).queue("etl").build())
 *         .build());
 * pool.submit(job, RequestKey.of("etl", "2026-11-21")).awaitSuccess(Duration.ofHours(1));
 * }</pre>
 */
public interface ClusterPool {

    /**
     * Submits a job once per key to one of the clusters; see {@link dev.drover.JobSubmitter#submit(JobSpec, RequestKey)}.
     *
     * @throws DroverException INVALID_ARGUMENT if there are several clusters and no {@linkplain dev.drover.Ledger#durable
     *     durable} ledger: without one, a caller after a crash would not know which cluster to ask; UNSUPPORTED if no
     *     cluster can run it, saying what each lacks; UNAVAILABLE if those that could are down; THROTTLED if they stay
     *     full; or what the last one answered, with what the others did as suppressed
     * @throws OutcomeUnknownException if it cannot be told whether a cluster accepted it; call again with the key
     */
    JobHandle submit(JobSpec job, RequestKey key);

    /** The same, with a say in what happens if the key's last run has ended. */
    JobHandle submit(JobSpec job, RequestKey key, SubmitOptions options);

    /** Submits a job under a key that nobody else has; it may run again after a crash of this JVM. */
    JobHandle submit(JobSpec job);

    /**
     * The run that was accepted for the key, on whichever cluster.
     *
     * @throws OutcomeUnknownException if it cannot be told now
     */
    Optional<JobHandle> find(RequestKey key);

    /**
     * The runs that Drover submitted to the clusters of the pool, through it or past it, the newest of all first; see
     * {@link dev.drover.JobSubmitter#list}. All clusters are asked side by side, drained ones too. Those that are down,
     * slow, or without {@link dev.drover.Capability#LIST_JOBS} are named in the result.
     *
     * @param query its limit holds for all clusters together
     * @param timeout how long to wait for the answers
     * @throws DroverException INVALID_ARGUMENT if the timeout is not above zero; CANCELLED if this thread is interrupted,
     *     which it remains
     */
    PartialResult<ClusterId, List<JobStatus>> list(JobQuery query, Duration timeout);

    /**
     * The status of many runs, in as few calls as their platforms allow; runs that a cluster does not know are left out.
     * The clusters are asked side by side, and those that are down or slow are named in the result.
     *
     * @param timeout how long to wait for the answers
     * @throws DroverException INVALID_ARGUMENT if a run is on no cluster of the pool, before any is asked, or if the timeout
     *     is not above zero; CANCELLED if this thread is interrupted, which it remains
     */
    PartialResult<ClusterId, Map<JobId, JobStatus>> describe(Set<JobId> jobs, Duration timeout);

    /** This pool, of which only clusters that meet the requirements are used. */
    ClusterPool requiring(Requirement... requirements);

    /** The clusters as they stand now, in the order in which they were declared. */
    List<Candidate> candidates();

    /**
     * Sends no further jobs to a cluster; what runs there goes on. For a pool that was declared under a name, with a
     * {@linkplain dev.drover.Ledger#durable durable} ledger, that lasts, and holds in all processes that share the ledger,
     * within 10 seconds; else for this pool alone.
     *
     * @throws DroverException NOT_FOUND if it is not in the pool
     */
    void drain(ClusterId cluster);

    /**
     * Sends jobs to a drained cluster again; holds where {@link #drain} does.
     *
     * @throws DroverException NOT_FOUND if it is not in the pool
     */
    void resume(ClusterId cluster);

    /** Asks every cluster how it is, and keeps to those that are ready from now on; gives {@link #candidates()}. */
    List<Candidate> checkHealth();
}
