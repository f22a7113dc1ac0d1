package dev.drover.aws.emr;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Customizer;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.aws.internal.Recent;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.NewestJobs;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.emr.model.CancelStepsInfo;
import software.amazon.awssdk.services.emr.model.CancelStepsRequestStatus;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emr.model.StepSummary;

/**
 * Runs jobs as steps. The attempt's name is the step's name.
 *
 * <p>Native calls: submit 1, or one for up to 256 that are asked for at the same time; find 1, or one for each 50 steps of a cluster the first time; describe 1 for up to 10 runs or
 * for the newest 50; list 1 for each 50 steps, others' among them, until it has enough; cancel 1, or 2 with a staging place; a page of a log 1 until the step has ended. Safe for use by many
 * threads; what it remembers is bounded.
 */
final class EmrJobDriver implements JobDriver {
    /** Runs a program with arguments, in EMR's words. */
    static final String RUNNER = "command-runner.jar";
    /**
     * EMR takes a signed request for 5 minutes (AWS: Signature Version 4, when a request is valid); the rest is for a
     * step to be listed.
     */
    static final Duration SETTLE = Duration.ofMinutes(6);

    private static final int STEPS = 2_000;

    private final EmrApi api;
    private final EmrOptions options;
    private final StepForm form;
    private final StepList steps;
    private final StepBatches batches;
    private final StepIndex index;
    private final LogUris logUris;
    private final StepLogs logs;
    private final Optional<ExitCodes> exitCodes;
    private final Recent<JobId, StepSummary> ended = new Recent<>(STEPS);

    EmrJobDriver(
            EmrApi api,
            EmrOptions options,
            LogUris logUris,
            DroverClock clock,
            Function<StorageUri, Storage> storages) {
        this.api = api;
        this.options = options;
        this.logUris = logUris;
        form = options.staging()
                .<StepForm>map(place -> new LaunchedStep(place, options.deployMode(), storages))
                .orElseGet(PlainStep::new);
        steps = new StepList(api);
        batches = new StepBatches(api, clock);
        index = new StepIndex(steps);
        logs = new StepLogs(options.staging(), logUris, storages);
        exitCodes = options.staging().map(place -> new ExitCodes(place, storages));
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    @Override
    public Duration pollInterval() {
        return options.pollInterval();
    }

    /** Never sooner: what EMR allows is allowed to all processes of an account together. */
    @Override
    public Duration shortestPollInterval() {
        return options.pollInterval();
    }

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        Set<Capability> all = EnumSet.copyOf(form.capabilities());
        all.add(Capability.LIST_JOBS);
        if (options.staging().isEmpty()
                && logUris.of(EmrIds.require(cluster), context).isPresent()) {
            all.add(Capability.DRIVER_LOGS);
        }
        return all;
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {
        EmrIds.require(cluster);
        form.check(job);
    }

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        String target = EmrIds.require(cluster);
        List<String> arguments = form.prepare(job, attempt);
        String step;
        try {
            step = batches.add(target, step(job, attempt, arguments), context);
        } catch (DroverException e) {
            if (e.effect() == Effect.NONE) {
                withdraw(attempt.name(), e);
            }
            throw e;
        }
        index.accepted(target, attempt.name(), step);
        return cluster.job(step);
    }

    private StepConfig step(JobSpec job, Attempt attempt, List<String> arguments) {
        StepConfig.Builder step = StepConfig.builder()
                .name(attempt.name())
                .actionOnFailure(options.onStepFailure().name())
                .hadoopJarStep(jar -> jar.jar(RUNNER).args(arguments));
        Customizer.apply(job.options().customizers(), StepConfig.Builder.class, step);
        StepConfig changed = step.build();
        if (!attempt.name().equals(changed.name())) {
            throw DroverException.invalid(
                    "A customizer has changed the name of the step, by which Drover finds it again.");
        }
        return changed;
    }

    private void withdraw(String stepName, DroverException refusal) {
        try {
            form.withdraw(stepName);
        } catch (DroverException e) {
            refusal.addSuppressed(e);
        }
    }

    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        List<JobStatus> found = index.find(EmrIds.require(cluster), attempt.name(), context).stream()
                .map(step -> status(cluster.job(step.id()), step, context))
                .toList();
        return found.isEmpty() ? new Lookup.NotSeen<>() : new Lookup.Found<>(found);
    }

    @Override
    public Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> jobs, CallContext context) {
        Set<String> ids =
                jobs.stream().filter(EmrIds::isStep).map(JobId::nativeId).collect(Collectors.toSet());
        Map<JobId, JobStatus> statuses = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            steps.find(cluster.name(), ids, context)
                    .forEach((id, step) -> statuses.put(cluster.job(id), status(cluster.job(id), step, context)));
        }
        return statuses;
    }

    /** By their names, which somebody else can have given too. */
    @Override
    public List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context) {
        String target = EmrIds.require(cluster);
        NewestJobs newest = new NewestJobs(query);
        boolean newestFirst = !query.activeOnly();
        StepList.Pages pages =
                newestFirst ? steps.pages(target, context) : steps.pages(target, StepStates.ACTIVE, context);
        boolean more = true;
        while (more && pages.hasNext()) {
            for (StepSummary step : pages.next()) {
                if (Attempt.isName(step.name())) {
                    newest.add(StepStates.status(cluster.job(step.id()), step, context.now()));
                }
                more &= !newestFirst || newest.wants(StepList.createdAt(step));
            }
        }
        return newest.list();
    }

    private JobStatus status(JobId id, StepSummary step, CallContext context) {
        JobStatus status = StepStates.status(id, step, context.now());
        if (status.state().terminal()) {
            ended.put(id, step);
        }
        return exitCodes.map(codes -> codes.complete(status, step)).orElse(status);
    }

    @Override
    public void cancel(JobId job, CallContext context) {
        String id = EmrIds.require(job);
        CancelStepsInfo answer = api.cancelStep(job.cluster().name(), id, context);
        boolean taken = answer.status() == CancelStepsRequestStatus.SUBMITTED;
        if (taken && options.staging().isEmpty()) {
            return;
        }
        StepSummary step = step(job, context);
        if (!taken && !StepStates.of(step).terminal()) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    "EMR does not cancel " + job + ", which is " + step.status().stateAsString() + ": "
                            + answer.reason() + ". Releases before emr-5.28.0 cancel only steps that wait.");
        }
        form.withdraw(step.name());
    }

    /** What EMR says of a step; of one that has ended only once. */
    private StepSummary step(JobId job, CallContext context) {
        String id = EmrIds.require(job);
        return ended.get(job).orElseGet(() -> {
            StepSummary step = steps.find(job.cluster().name(), id, context)
                    .orElseThrow(() -> new DroverException(
                            ErrorCode.NOT_FOUND, "EMR does not know the step '" + job + "', or shows it no more."));
            if (StepStates.of(step).terminal()) {
                ended.put(job, step);
            }
            return step;
        });
    }

    @Override
    public List<JobLogs.Source> logSources(JobId job, CallContext context) {
        return logs.sources();
    }

    @Override
    public JobLogs.Page readLog(JobId job, JobLogs.Source source, long offset, int maxBytes, CallContext context) {
        // The state first: a log that is read after its step has ended is whole.
        return logs.read(job, step(job, context), known(source), offset, maxBytes, context);
    }

    @Override
    public long logLength(JobId job, JobLogs.Source source, CallContext context) {
        return logs.length(job, step(job, context), known(source), context);
    }

    private JobLogs.Source known(JobLogs.Source source) {
        if (!logs.sources().contains(source)) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND,
                    "Steps have no log '" + source.name() + "'; they have " + logs.sources() + ".");
        }
        return source;
    }

    /** None: Spark's own addresses are reached from inside the cluster only. */
    @Override
    public List<MetricsTarget> metrics(JobId job, CallContext context) {
        return List.of();
    }
}
