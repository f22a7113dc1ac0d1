package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobPlacement;
import com.google.cloud.dataproc.v1.JobReference;
import com.google.cloud.dataproc.v1.ListJobsRequest.JobStateMatcher;
import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Customizer;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.StorageUri;
import dev.drover.gcp.internal.DriverOutput;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.NewestJobs;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs of Dataproc. The attempt's name is the job's id, of which there is one in a region of a project.
 *
 * <p>Native calls: submit 1; find 1; describe as {@link JobList} says; list 1 for each 200 jobs that the cluster has, or has
 * active if no others are asked for; cancel 1, and 1 more for a job that cannot be
 * cancelled; a page of a log 1. Safe for use by many threads.
 */
final class DataprocJobDriver implements JobDriver {
    private static final Logger log = LoggerFactory.getLogger(DataprocJobDriver.class);
    /** An accepted request is seen within seconds; the rest is for a service in trouble. */
    private static final Duration SETTLE = Duration.ofMinutes(1);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final List<JobLogs.Source> SOURCES = List.of(JobLogs.Source.STDERR, JobLogs.Source.STDOUT);

    private final JobApi api;
    private final JobList list;
    private final JobForm form;
    private final DriverOutput output;
    private final RandomGenerator random;
    private final Duration pollInterval;

    DataprocJobDriver(JobApi api, JobForm form, DriverOutput output, RandomGenerator random, Duration pollInterval) {
        this.api = api;
        this.list = new JobList(api);
        this.form = form;
        this.output = output;
        this.random = random;
        this.pollInterval = pollInterval;
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    /** Dataproc takes one job of an id, and answers a repeated request with that. */
    @Override
    public Safety submitSafety() {
        return Safety.KEYED;
    }

    @Override
    public Duration pollInterval() {
        return pollInterval;
    }

    /** Never sooner: whoever wants to know earlier sets a shorter interval. */
    @Override
    public Duration shortestPollInterval() {
        return pollInterval;
    }

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        Set<Capability> all = EnumSet.copyOf(form.capabilities());
        all.add(Capability.LIST_JOBS);
        return all;
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {
        JobRules.check(job);
        form.check(job);
    }

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        Job prepared = form.prepare(job, attempt)
                .setReference(JobReference.newBuilder().setJobId(attempt.name()))
                .setPlacement(JobPlacement.newBuilder().setClusterName(cluster.name()))
                .putAllLabels(job.options().labels())
                .build();
        Job asked = customized(job, prepared);
        stage(job, attempt, prepared);
        Job accepted;
        try {
            accepted = api.submit(asked, requestId(), context);
        } catch (DroverException e) {
            withdraw(prepared, e, context);
            throw e;
        }
        tidy(accepted);
        return id(cluster, accepted);
    }

    /** Nothing was submitted, whatever became of what was to be staged. */
    private void stage(JobSpec job, Attempt attempt, Job prepared) {
        try {
            form.stage(job, attempt, prepared);
        } catch (DroverException e) {
            throw new DroverException(
                    e.code(),
                    Effect.NONE,
                    e.retryable(),
                    e.attempts(),
                    "Could not stage " + attempt + ": " + e.getMessage(),
                    e);
        }
    }

    /** The job is accepted, whatever becomes of what others have left. */
    private void tidy(Job accepted) {
        try {
            form.tidy(accepted);
        } catch (DroverException e) {
            log.warn(
                    "Scripts that were staged before for {} may still be there: {}",
                    accepted.getReference().getJobId(),
                    e.getMessage());
        }
    }

    private static Job customized(JobSpec job, Job prepared) {
        Job.Builder asked = prepared.toBuilder();
        Customizer.apply(job.options().customizers(), Job.Builder.class, asked);
        if (!asked.getReference().equals(prepared.getReference())
                || !asked.getPlacement().equals(prepared.getPlacement())) {
            throw DroverException.invalid(
                    "A customizer has changed the job's id or cluster, by which Drover finds it again.");
        }
        return asked.build();
    }

    private String requestId() {
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }

    /** What has been staged is left to a job that may have been accepted. */
    private void withdraw(Job prepared, DroverException refusal, CallContext context) {
        try {
            if (refusal.code() == ErrorCode.ALREADY_EXISTS) {
                // It may be our own: the answer to the same request was lost, and then it was forgotten.
                api.get(prepared.getReference().getJobId(), context).ifPresent(form::tidy);
            } else if (refusal.effect() == Effect.NONE) {
                form.withdraw(prepared);
            }
        } catch (DroverException e) {
            refusal.addSuppressed(e);
        }
    }

    /** On whichever cluster: there is one job of a name, wherever it was sent. */
    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        Optional<Job> found = api.get(attempt.name(), context);
        if (found.isEmpty()) {
            return new Lookup.NotSeen<>();
        }
        tidy(found.get());
        return new Lookup.Found<>(List.of(status(id(cluster, found.get()), found.get(), context)));
    }

    private static JobId id(ClusterId cluster, Job job) {
        return cluster.location()
                .cluster(job.getPlacement().getClusterName())
                .job(job.getReference().getJobId());
    }

    @Override
    public Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> jobs, CallContext context) {
        Set<String> ids = jobs.stream()
                .map(JobId::nativeId)
                .filter(id -> ID.matcher(id).matches())
                .collect(Collectors.toSet());
        Map<JobId, JobStatus> statuses = new LinkedHashMap<>();
        list.find(cluster.name(), ids, context)
                .forEach((id, job) -> statuses.put(cluster.job(id), status(cluster.job(id), job, context)));
        return statuses;
    }

    /** By their ids, which somebody else can have chosen like that too. */
    @Override
    public List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context) {
        NewestJobs newest = new NewestJobs(query);
        list.read(
                cluster.name(),
                query.activeOnly() ? JobStateMatcher.ACTIVE : JobStateMatcher.ALL,
                job -> {
                    String id = job.getReference().getJobId();
                    if (Attempt.isName(id)) {
                        newest.add(JobStates.status(cluster.job(id), job, context.now()));
                    }
                },
                context);
        return newest.list();
    }

    private JobStatus status(JobId id, Job job, CallContext context) {
        return form.complete(JobStates.status(id, job, context.now()), job);
    }

    @Override
    public void cancel(JobId id, CallContext context) {
        require(id);
        try {
            Job cancelled = api.cancel(id.nativeId(), context);
            form.complete(JobStates.status(id, cancelled, context.now()), cancelled);
        } catch (DroverException e) {
            // Dataproc refuses to cancel what has ended or is being cancelled.
            if (e.code() != ErrorCode.CONFLICT) {
                throw e;
            }
            JobState state = JobStates.of(known(id, context));
            if (!state.terminal() && state != JobState.CANCELLING) {
                throw e;
            }
        }
    }

    private Job known(JobId id, CallContext context) {
        require(id);
        return api.get(id.nativeId(), context)
                .filter(job ->
                        job.getPlacement().getClusterName().equals(id.cluster().name()))
                .orElseThrow(() -> unknown(id));
    }

    private static void require(JobId id) {
        if (!ID.matcher(id.nativeId()).matches()) {
            throw unknown(id);
        }
    }

    private static DroverException unknown(JobId id) {
        return new DroverException(ErrorCode.NOT_FOUND, "Dataproc knows no job " + id + ".");
    }

    /** Dataproc keeps both in one: each name reads all of it. */
    @Override
    public List<JobLogs.Source> logSources(JobId id, CallContext context) {
        return SOURCES;
    }

    @Override
    public JobLogs.Page readLog(JobId id, JobLogs.Source source, long offset, int maxBytes, CallContext context) {
        requireSource(source);
        // The state first: a log that is read after its job has ended is whole.
        Job job = known(id, context);
        return output.read(place(job), offset, maxBytes, endedAt(job), context.now());
    }

    @Override
    public long logLength(JobId id, JobLogs.Source source, CallContext context) {
        requireSource(source);
        Job job = known(id, context);
        return output.length(place(job), endedAt(job), context.now());
    }

    private static void requireSource(JobLogs.Source source) {
        if (!SOURCES.contains(source)) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND,
                    "Dataproc's jobs have no log '" + source.name() + "'; they have " + SOURCES + ".");
        }
    }

    private static Optional<StorageUri> place(Job job) {
        return Optional.of(job.getDriverOutputResourceUri())
                .filter(uri -> !uri.isEmpty())
                .map(StorageUri::parse);
    }

    private static Optional<Instant> endedAt(Job job) {
        return JobStates.of(job).terminal() ? Optional.of(JobStates.since(job)) : Optional.empty();
    }

    /** None: Spark's own addresses are reached from inside the cluster only. */
    @Override
    public List<MetricsTarget> metrics(JobId id, CallContext context) {
        return List.of();
    }
}
