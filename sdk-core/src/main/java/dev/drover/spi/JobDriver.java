package dev.drover.spi;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Submits and follows jobs on clusters at the location of its {@link Provider}. Safe for use by many threads. */
public interface JobDriver {

    /**
     * How long after a submission whose answer was lost the run may still appear, and how long a known run may be
     * missing after the platform restarted.
     */
    Duration settle();

    /**
     * Whether {@link #submit} may be repeated for the same attempt on the same cluster: KEYED where the platform
     * recognises the attempt's name, UNSAFE where a repeat may start a second run.
     */
    default Safety submitSafety() {
        return Safety.UNSAFE;
    }

    /** What this cluster can do; a subset of what the factory says for its scheme. */
    Set<Capability> capabilities(ClusterId cluster, CallContext context);

    /**
     * Refuses what this cluster cannot run, by {@link ErrorCode#INVALID_ARGUMENT} or {@link ErrorCode#UNSUPPORTED},
     * before anything is sent. The core has checked {@link JobSpec#capability()}.
     */
    void check(ClusterId cluster, JobSpec job);

    /**
     * Submits, once. The attempt's name goes to where {@link #find} looks for it.
     *
     * <p>Guarantee: if this throws with effect NONE, no run was accepted. Errors: UNAVAILABLE with effect UNKNOWN if
     * the answer was lost; ALREADY_EXISTS if another process submitted the attempt meanwhile; the core then finds that
     * run.
     */
    JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context);

    /**
     * The runs that were accepted for the attempt, from any JVM.
     *
     * @param job what would have been submitted, where the caller knows; it helps to tell runs apart that have not
     *     started
     */
    Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context);

    /**
     * Status of many runs in as few native calls as the platform allows; unknown runs are left out.
     *
     * <p>A state without translation is {@link JobState#UNKNOWN}, never an error.
     */
    Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> jobs, CallContext context);

    /**
     * The runs on a cluster that an attempt was submitted for, by any JVM, which match the query: the newest first, as
     * many as its limit says at most. What others have submitted is left out. {@link NewestJobs} keeps count.
     *
     * <p>Reads pages, and no more of them than it takes where the platform gives the newest first. Makes no call for a
     * single run. Not called for clusters without {@link Capability#LIST_JOBS}.
     */
    List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context);

    /**
     * How long at most between two looks at runs that are waited for, above zero. Runs that are young or have just
     * changed are looked at sooner, from {@link #shortestPollInterval} on. Say more than the default 3 s where the platform's limits on calls
     * are tight.
     */
    default Duration pollInterval() {
        return Duration.ofSeconds(3);
    }

    /**
     * How long at least between two looks, above zero and not above {@link #pollInterval}. Say more than the default 50 ms
     * where a look uses up a budget that submissions need too.
     */
    default Duration shortestPollInterval() {
        return Duration.ofMillis(50);
    }

    /**
     * How long {@link #awaitChange} may block; zero, as by default, if this driver cannot watch and is polled. A new run
     * to wait for is heeded only after {@link #awaitChange} has returned: where an interrupt cannot end it, say a few
     * seconds.
     */
    default Duration watchTime() {
        return Duration.ZERO;
    }

    /**
     * Waits until one of many runs stands elsewhere than known, then answers as {@link #describe}. Called instead of it,
     * for up to 1,000 runs at a time, if {@link #watchTime} is above zero.
     *
     * <p>Nothing needs to be remembered between calls: list, compare with what is known, answer at once if something
     * differs, else watch from the version of that list. It may answer early, without a change; an interrupt should end
     * it early. Runs on a thread of the core's; a driver needs none of its own.
     *
     * @param known what the core knows of the runs; runs that it has not seen yet are left out, and so are always news
     * @param atMost when to answer even if nothing has changed; less than {@link CallContext#remaining}
     */
    default Map<JobId, JobStatus> awaitChange(
            ClusterId cluster, Set<JobId> jobs, Map<JobId, JobState> known, Duration atMost, CallContext context) {
        return describe(cluster, jobs, context);
    }

    /** Asks a run to end, with its executors. Repeatable; an ended run is no error, an unknown one is NOT_FOUND. */
    void cancel(JobId job, CallContext context);

    /** The logs that a run has; at least stderr and stdout of its driver once it has started. */
    List<JobLogs.Source> logSources(JobId job, CallContext context);

    /** A page of a log; see {@link JobLogs#read}. */
    JobLogs.Page readLog(JobId job, JobLogs.Source source, long offset, int maxBytes, CallContext context);

    /** How long a log is now, in bytes; 0 if it is not there yet. */
    long logLength(JobId job, JobLogs.Source source, CallContext context);

    /** Where the driver's metrics can be scraped now. */
    List<MetricsTarget> metrics(JobId job, CallContext context);
}
