package dev.drover;

import java.util.List;
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

    /**
     * The runs on this cluster that Drover submitted, from whichever JVM and under whichever namespace, and that the
     * platform still shows; the newest first. They are known by their names, labels or main classes, so none of others
     * is among them. How long a platform shows a run that has ended is its own affair. A run whose submission has only
     * just been answered may be missing for a moment.
     *
     * <p>Costs as many calls as the platform needs for its pages, and none for each run: what would, such as an exit code
     * that is kept elsewhere, is left out, and {@link #describe} tells it.
     *
     * @throws DroverException UNSUPPORTED, before anything is sent, if the cluster lacks {@link Capability#LIST_JOBS};
     *     DEADLINE_EXCEEDED if its lists are too long for the time that an operation has: ask for less with
     *     {@link JobQuery.Builder#since}
     */
    List<JobStatus> list(JobQuery query);
}
