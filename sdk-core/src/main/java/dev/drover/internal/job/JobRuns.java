package dev.drover.internal.job;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.JobId;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.internal.guard.Subject;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.internal.submission.Runs;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@link Runs} of jobs, on any cluster. */
public class JobRuns implements Runs {
    private final Function<ClusterId, Opened> providers;

    public JobRuns(Function<ClusterId, Opened> providers) {
        this.providers = providers;
    }

    /** What would be submitted to a cluster, where that is known. */
    Optional<JobSpec> spec(ClusterId cluster) {
        return Optional.empty();
    }

    Opened at(ClusterId cluster) {
        return providers.apply(cluster);
    }

    JobDriver driver(ClusterId cluster) {
        return at(cluster).jobs();
    }

    CallContext begin(ClusterId cluster, String what, Subject subject, Duration limit) {
        return at(cluster).guard().begin(what, subject, limit);
    }

    @Override
    public Duration settle(String target) {
        return driver(ClusterId.parse(target)).settle();
    }

    @Override
    public Lookup<Seen> find(String target, Attempt attempt, Duration limit) {
        ClusterId cluster = ClusterId.parse(target);
        CallContext context = begin(
                cluster,
                "find " + attempt + " on " + cluster,
                Subject.of(cluster).asked(attempt.key()),
                limit);
        Lookup<JobStatus> lookup = driver(cluster).find(cluster, attempt, spec(cluster), context);
        if (lookup instanceof Lookup.Found<JobStatus> found) {
            return new Lookup.Found<>(found.matches().stream()
                    .map(status -> new Seen(status.id().toString(), status.state()))
                    .toList());
        }
        if (lookup instanceof Lookup.Undecided<JobStatus> undecided) {
            return new Lookup.Undecided<>(undecided.why(), undecided.askAgainAfter());
        }
        return new Lookup.NotSeen<>();
    }

    @Override
    public Optional<JobState> state(String id, Duration limit) {
        JobId job = JobId.parse(id);
        CallContext context = begin(job.cluster(), "describe job " + job, Subject.of(job), limit);
        return Optional.ofNullable(driver(job.cluster())
                        .describe(job.cluster(), Set.of(job), context)
                        .get(job))
                .map(JobStatus::state);
    }

    @Override
    public void undo(String id, Duration limit) {
        JobId job = JobId.parse(id);
        driver(job.cluster()).cancel(job, begin(job.cluster(), "cancel surplus job " + job, Subject.of(job), limit));
    }

    @Override
    public Attempt after(Attempt ended) {
        return ended.next();
    }
}
