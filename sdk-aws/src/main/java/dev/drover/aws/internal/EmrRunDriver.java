package dev.drover.aws.internal;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Source;
import dev.drover.JobQuery;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.NewestJobs;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What EMR Serverless and EMR on EKS have in common: runs that are started once per token, listed by pages, and that
 * leave their logs in S3.
 *
 * <p>Native calls: cancel 1 (2 for a run that has ended), describe 1 for each of up to ten runs, and for more of them 1 for
 * each 50 that are under way on the cluster and 1 for each that has ended; list 1 for each 50 that the query's states and time allow, others' among
 * them; a page of a log 1, and 2 of S3.
 */
public abstract class EmrRunDriver implements JobDriver {
    /** An accepted request is seen within seconds; the rest is for a service in trouble. */
    private static final Duration SETTLE = Duration.ofMinutes(1);
    /** 250 runs are five pages, which is all that the budget of ListJobRuns gives in that time. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    /** Lists have the smaller budget, so they must save calls. */
    private static final int FEW = 10;

    private static final JobQuery ACTIVE = JobQuery.builder().activeOnly().build();

    private final ArchivedLogs archive;

    protected EmrRunDriver(ArchivedLogs archive) {
        this.archive = archive;
    }

    /** Asks for one run. */
    protected abstract Optional<EmrRun> run(JobId job, CallContext context);

    /** A page of the runs that can match a query, those of others among them. In what order they come is not told. */
    protected abstract Page<EmrRun> runs(
            ClusterId cluster, JobQuery query, Optional<String> token, CallContext context);

    protected abstract void cancelRun(JobId job, CallContext context);

    /** Where a run's logs are kept, by its own word or by its cluster's. */
    protected abstract Optional<StorageUri> logRoot(EmrRun run, CallContext context);

    /** A log of a run's driver, if it is there. */
    protected abstract Optional<StoredObject> log(StorageUri root, JobId job, Source source, ArchivedLogs from);

    @Override
    public final Duration settle() {
        return SETTLE;
    }

    /**
     * AWS answers a token that it knows with the run that it started for it. How long it knows one is not told, so a
     * repeat after more than an operation's time is preceded by a look: the core sees to that.
     */
    @Override
    public final Safety submitSafety() {
        return Safety.KEYED;
    }

    @Override
    public final Duration pollInterval() {
        return LONGEST_PAUSE;
    }

    @Override
    public final Duration shortestPollInterval() {
        return SHORTEST_PAUSE;
    }

    @Override
    public final Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> jobs, CallContext context) {
        Map<JobId, JobStatus> found = new LinkedHashMap<>();
        if (jobs.size() > FEW) {
            describeActive(cluster, jobs, found, context);
        }
        for (JobId job : jobs) {
            if (!found.containsKey(job)) {
                run(job, context).ifPresent(run -> found.put(job, run.status(context.now())));
            }
        }
        return found;
    }

    private void describeActive(ClusterId cluster, Set<JobId> jobs, Map<JobId, JobStatus> found, CallContext context) {
        Set<JobId> missing = new HashSet<>(jobs);
        Optional<String> token = Optional.empty();
        do {
            Page<EmrRun> page = runs(cluster, ACTIVE, token, context);
            for (EmrRun run : page.items()) {
                if (missing.remove(run.id())) {
                    found.put(run.id(), run.status(context.now()));
                }
            }
            token = page.next();
        } while (token.isPresent() && !missing.isEmpty());
    }

    /** By their names, which somebody else can have given too. */
    @Override
    public final List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context) {
        NewestJobs newest = new NewestJobs(query);
        Optional<String> token = Optional.empty();
        do {
            Page<EmrRun> page = runs(cluster, query, token, context);
            page.items().stream()
                    .filter(run -> run.name().filter(Attempt::isName).isPresent())
                    .forEach(run -> newest.add(run.status(context.now())));
            token = page.next();
        } while (token.isPresent());
        return newest.list();
    }

    /** Whatever has been found for an attempt. */
    protected static Lookup<JobStatus> found(List<EmrRun> runs, CallContext context) {
        return runs.isEmpty()
                ? new Lookup.NotSeen<>()
                : new Lookup.Found<>(
                        runs.stream().map(run -> run.status(context.now())).toList());
    }

    @Override
    public final void cancel(JobId job, CallContext context) {
        try {
            cancelRun(job, context);
        } catch (DroverException e) {
            // AWS refuses to cancel what has ended, and what it does not know, by the same word.
            if (e.code() != ErrorCode.INVALID_ARGUMENT && e.code() != ErrorCode.CONFLICT) {
                throw e;
            }
            if (!known(job, context).state().terminal()) {
                throw e;
            }
        }
    }

    private EmrRun known(JobId job, CallContext context) {
        return run(job, context).orElseThrow(() -> unknown(job));
    }

    protected static DroverException unknown(JobId job) {
        return new DroverException(ErrorCode.NOT_FOUND, "There is no job run " + job + ".");
    }

    @Override
    public final List<Source> logSources(JobId job, CallContext context) {
        return logRoot(known(job, context), context).isPresent() ? List.of(Source.STDERR, Source.STDOUT) : List.of();
    }

    @Override
    public final JobLogs.Page readLog(JobId job, Source source, long offset, int maxBytes, CallContext context) {
        EmrRun run = known(job, context);
        Optional<StorageUri> root = logRoot(run, context);
        if (root.isEmpty()) {
            return new JobLogs.Page("", offset, More.NEVER);
        }
        return archive.read(log(root.get(), job, source, archive), offset, maxBytes, run.endedAt(), context.now());
    }

    @Override
    public final long logLength(JobId job, Source source, CallContext context) {
        StorageUri root = logRoot(known(job, context), context)
                .orElseThrow(() -> new DroverException(
                        ErrorCode.NOT_FOUND,
                        "No logs of " + job + " are kept in S3. Set the option 'logs' of "
                                + job.cluster().location() + " before the next one."));
        return archive.length(log(root, job, source, archive));
    }

    @Override
    public final List<MetricsTarget> metrics(JobId job, CallContext context) {
        return List.of();
    }
}
