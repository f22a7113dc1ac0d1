package dev.drover.internal.job;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.JobSubmitter;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.internal.guard.Guard;
import dev.drover.internal.guard.InFlight;
import dev.drover.internal.guard.OnceByKey;
import dev.drover.internal.provider.Capabilities;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.internal.tracker.Trackers;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** {@link JobSubmitter} over a driver. */
public final class JobClient implements JobSubmitter {
    private final ClusterId cluster;
    private final Opened opened;
    private final RandomGenerator random;
    private final InFlight<ClusterId, JobId> inFlight;
    private final Trackers trackers;

    public JobClient(
            ClusterId cluster,
            Opened opened,
            RandomGenerator random,
            InFlight<ClusterId, JobId> inFlight,
            Trackers trackers) {
        this.cluster = cluster;
        this.opened = opened;
        this.random = random;
        this.inFlight = inFlight;
        this.trackers = trackers;
    }

    @Override
    public ClusterId cluster() {
        return cluster;
    }

    /** What the cluster can do, as far as it was found out. */
    public Set<Capability> capabilities() {
        return driver().capabilities(cluster, opened.guard().begin("look at cluster " + cluster));
    }

    @Override
    public JobHandle submit(JobSpec job, RequestKey key) {
        return submit(job, key, SubmitOptions.DEFAULT);
    }

    @Override
    public JobHandle submit(JobSpec job, RequestKey key, SubmitOptions options) {
        JobDriver driver = driver();
        Capabilities.require(Set.of(job.capability()), opened.atMost(), "'" + cluster + "'");
        Attempt attempt = attempt(key);
        CallContext context = opened.guard().begin("submit " + attempt + " to " + cluster);
        Capabilities.require(Set.of(job.capability()), driver.capabilities(cluster, context), "'" + cluster + "'");
        driver.check(cluster, job);
        OnceByKey<JobId> once = new OnceByKey<>(
                key,
                "submit a job to " + cluster,
                driver.settle(),
                () -> ids(driver.find(cluster, attempt, Optional.of(job), context)),
                () -> driver.submit(cluster, job, attempt, context),
                opened.guard().clock(),
                random,
                context.deadline());
        OnceByKey.Outcome<JobId> outcome = inFlight.run(cluster, attempt, context.remaining(), once);
        return run(outcome.result(), Optional.of(attempt), outcome.started());
    }

    @Override
    public Optional<JobHandle> find(RequestKey key) {
        Attempt attempt = attempt(key);
        CallContext context = opened.guard().begin("find " + attempt + " on " + cluster);
        Lookup<JobId> lookup = ids(driver().find(cluster, attempt, Optional.empty(), context));
        if (lookup instanceof Lookup.Found<JobId> found) {
            return Optional.of(run(found.matches().get(0), Optional.of(attempt), false));
        }
        if (lookup instanceof Lookup.Undecided<JobId> undecided) {
            throw new OutcomeUnknownException(
                    key,
                    "It cannot be told whether " + cluster + " has a run for key " + key + ": " + undecided.why()
                            + ". Ask again later.",
                    null);
        }
        return Optional.empty();
    }

    @Override
    public Map<JobId, JobStatus> describe(Set<JobId> jobs) {
        for (JobId job : jobs) {
            if (!job.cluster().equals(cluster)) {
                throw DroverException.invalid("Job " + job + " is not on " + cluster + "; ask its own cluster.");
            }
        }
        return jobs.isEmpty()
                ? Map.of()
                : driver().describe(
                                cluster, jobs, opened.guard().begin("describe " + jobs.size() + " jobs on " + cluster));
    }

    /** A handle to a run that is known by id. */
    public JobHandle handle(JobId id) {
        return run(id, Optional.empty(), false);
    }

    private JobHandle run(JobId id, Optional<Attempt> attempt, boolean started) {
        JobDriver driver = driver();
        Guard guard = opened.guard();
        return new Run(id, attempt, started, driver, guard, trackers.of(cluster, driver, guard));
    }

    private JobDriver driver() {
        return opened.jobs();
    }

    private static Attempt attempt(RequestKey key) {
        return new Attempt(Attempt.Kind.JOB, key, 1);
    }

    private static Lookup<JobId> ids(Lookup<JobStatus> lookup) {
        if (lookup instanceof Lookup.Found<JobStatus> found) {
            return new Lookup.Found<>(
                    found.matches().stream().map(JobStatus::id).toList());
        }
        if (lookup instanceof Lookup.Undecided<JobStatus> undecided) {
            return new Lookup.Undecided<>(undecided.why(), undecided.askAgainAfter());
        }
        return new Lookup.NotSeen<>();
    }
}
