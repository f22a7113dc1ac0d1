package dev.drover;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Submits jobs to one cluster and follows them. Safe for use by many threads. */
public interface JobSubmitter {

    /** The cluster that jobs go to. */
    ClusterId cluster();

    /**
     * Submits a job once. If a run was already accepted for the key, in this JVM or another, a handle to that run is
     * returned, whatever its state; nothing is submitted again. Where the {@link Ledger} knows the key, that holds for
     * a run on another cluster too: a key names work, not where it is done.
     *
     * @throws DroverException INVALID_ARGUMENT or UNSUPPORTED before anything is sent; UNAVAILABLE and others with
     *     effect NONE if the platform refused or was never reached
     * @throws OutcomeUnknownException if it cannot be told whether the platform accepted it; call again with the key
     */
    JobHandle submit(JobSpec job, RequestKey key);

    /**
     * Submits a job once per attempt of its key: if the key's run is active, a handle to it is returned; if it has
     * ended, the options say whether it is returned or the next attempt starts, which may have another spec.
     *
     * @throws DroverException as for {@link #submit(JobSpec, RequestKey)}; CONFLICT if the attempt was begun with
     *     another spec
     * @throws OutcomeUnknownException if it cannot be told whether the platform accepted it; call again with the key
     */
    JobHandle submit(JobSpec job, RequestKey key, SubmitOptions options);

    /**
     * The run that was accepted for the key.
     *
     * @throws OutcomeUnknownException if the platform cannot tell now
     */
    Optional<JobHandle> find(RequestKey key);

    /** The status of many runs in as few calls as the platform allows; runs that it does not know are left out. */
    Map<JobId, JobStatus> describe(Set<JobId> jobs);
}
