package dev.drover.internal.job;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.JobSubmitter;
import dev.drover.LedgerEntry;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.internal.guard.Guard;
import dev.drover.internal.guard.Subject;
import dev.drover.internal.packages.PackagedFiles;
import dev.drover.internal.provider.Capabilities;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.internal.submission.Latest;
import dev.drover.internal.submission.Placed;
import dev.drover.internal.submission.Runs.Seen;
import dev.drover.internal.submission.Submissions;
import dev.drover.internal.submission.Targets;
import dev.drover.internal.tracker.Trackers;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@link JobSubmitter} over a driver. */
public final class JobClient implements JobSubmitter {
    private final ClusterId cluster;
    private final Function<ClusterId, Opened> providers;
    private final Supplier<Set<Class<?>>> customizable;
    private final Submissions submissions;
    private final Trackers trackers;
    private final PackagedFiles packagedFiles;

    public JobClient(
            ClusterId cluster,
            Function<ClusterId, Opened> providers,
            Supplier<Set<Class<?>>> customizable,
            Submissions submissions,
            Trackers trackers,
            PackagedFiles packagedFiles) {
        this.cluster = cluster;
        this.providers = providers;
        this.customizable = customizable;
        this.submissions = submissions;
        this.trackers = trackers;
        this.packagedFiles = packagedFiles;
        opened();
    }

    private Opened opened() {
        return providers.apply(cluster);
    }

    @Override
    public ClusterId cluster() {
        return cluster;
    }

    /** What the cluster can do, as far as it was found out. */
    public Set<Capability> capabilities() {
        return driver().capabilities(
                        cluster, opened().guard().begin("look at cluster " + cluster, Subject.of(cluster)));
    }

    @Override
    public JobHandle submit(JobSpec job, RequestKey key) {
        return submit(job, key, SubmitOptions.DEFAULT);
    }

    @Override
    public JobHandle submit(JobSpec job, RequestKey key, SubmitOptions options) {
        return submit(
                job,
                key,
                options,
                Targets.only(cluster.toString()),
                here -> packagedFiles.located(job, here, Optional.empty()));
    }

    /**
     * Submits to any of several clusters.
     *
     * @param onCluster the job as it is to run on a cluster
     */
    public JobHandle submit(
            JobSpec job,
            RequestKey key,
            SubmitOptions options,
            Targets targets,
            Function<ClusterId, JobSpec> onCluster) {
        JobWork work = new JobWork(job, onCluster, providers, customizable.get());
        Placed placed = submissions.submit(Attempt.Kind.JOB, key, work, targets, options);
        try {
            return run(JobId.parse(placed.id()), Optional.of(placed.attempt()), placed.started());
        } catch (DroverException e) {
            throw new DroverException(
                    e.code(),
                    Effect.APPLIED,
                    e.retryable(),
                    "Key " + key + " has the run " + placed.id() + ", but no handle to it can be made: "
                            + e.getMessage() + " Submit with the same key again to get one.",
                    e);
        }
    }

    @Override
    public Optional<JobHandle> find(RequestKey key) {
        Optional<LedgerEntry> last = submissions.last(Attempt.Kind.JOB, key);
        Optional<String> known = last.flatMap(LedgerEntry::id);
        if (known.isPresent()) {
            return Optional.of(run(JobId.parse(known.get()), last.map(LedgerEntry::attempt), false));
        }
        Attempt attempt = last.map(LedgerEntry::attempt).orElseGet(() -> submissions.first(Attempt.Kind.JOB, key));
        String target = last.map(LedgerEntry::target).orElseGet(cluster::toString);
        Latest latest = Latest.of(new JobRuns(providers), target, attempt, submissions::timeout);
        if (latest.seen() instanceof Lookup.Found<Seen> found) {
            return Optional.of(run(JobId.parse(found.matches().get(0).id()), Optional.of(latest.attempt()), false));
        }
        if (latest.seen() instanceof Lookup.Undecided<Seen> undecided) {
            throw new OutcomeUnknownException(
                    key,
                    "It cannot be told whether " + target + " has a run for key " + key + ": " + undecided.why()
                            + ". Ask again later.",
                    null);
        }
        return Optional.empty();
    }

    @Override
    public Map<JobId, JobStatus> describe(Set<JobId> jobs) {
        return describe(jobs, submissions.timeout());
    }

    /** The same, within a time. */
    public Map<JobId, JobStatus> describe(Set<JobId> jobs, Duration limit) {
        for (JobId job : jobs) {
            if (!job.cluster().equals(cluster)) {
                throw DroverException.invalid("Job " + job + " is not on " + cluster + "; ask its own cluster.");
            }
        }
        return jobs.isEmpty()
                ? Map.of()
                : driver().describe(cluster, jobs, begin("describe " + jobs.size() + " jobs on " + cluster, limit));
    }

    @Override
    public List<JobStatus> list(JobQuery query) {
        return list(query, submissions.timeout());
    }

    /** The same, within a time. */
    public List<JobStatus> list(JobQuery query, Duration limit) {
        Set<Capability> needed = Set.of(Capability.LIST_JOBS);
        String who = "'" + cluster + "'";
        Capabilities.require(needed, opened().atMost(), who);
        CallContext context = begin("list jobs on " + cluster, limit);
        Capabilities.require(needed, driver().capabilities(cluster, context), who);
        return driver().list(cluster, query, context);
    }

    private CallContext begin(String what, Duration limit) {
        return opened().guard().begin(what, Subject.of(cluster), limit);
    }

    /** A handle to a run that is known by id. */
    public JobHandle handle(JobId id) {
        return run(id, Optional.empty(), false);
    }

    private JobHandle run(JobId id, Optional<Attempt> attempt, boolean started) {
        Opened there = providers.apply(id.cluster());
        JobDriver driver = there.jobs();
        Guard guard = there.guard();
        return new Run(id, attempt, started, driver, guard, trackers.of(id.cluster(), driver, guard));
    }

    private JobDriver driver() {
        return opened().jobs();
    }
}
