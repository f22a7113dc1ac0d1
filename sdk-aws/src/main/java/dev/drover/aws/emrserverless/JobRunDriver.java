package dev.drover.aws.emrserverless;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Customizer;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs.Source;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.aws.internal.ArchivedLogs;
import dev.drover.aws.internal.EmrRun;
import dev.drover.aws.internal.EmrRunDriver;
import dev.drover.aws.internal.Page;
import dev.drover.spi.CallContext;
import dev.drover.spi.Lookup;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emrserverless.model.Application;
import software.amazon.awssdk.services.emrserverless.model.ConfigurationOverrides;
import software.amazon.awssdk.services.emrserverless.model.JobRun;
import software.amazon.awssdk.services.emrserverless.model.JobRunSummary;
import software.amazon.awssdk.services.emrserverless.model.MonitoringConfiguration;
import software.amazon.awssdk.services.emrserverless.model.S3MonitoringConfiguration;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;

/**
 * Job runs of applications. Native calls beside those of {@link EmrRunDriver}: submit 1; find 1 for each 50 runs of the
 * last {@link EmrServerlessOptions#lookBack}; a page of a log 1 more where the application says where logs go.
 */
final class JobRunDriver extends EmrRunDriver {
    private final EmrServerlessOptions options;
    private final EmrServerlessApi api;

    JobRunDriver(EmrServerlessOptions options, EmrServerlessApi api, ArchivedLogs archive) {
        super(archive);
        this.options = options;
        this.api = api;
    }

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        return EnumSet.of(Capability.SPARK_JAR, Capability.PYSPARK, Capability.DRIVER_LOGS, Capability.LIST_JOBS);
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {
        if (!EmrServerlessApi.isId(cluster.name())) {
            throw new DroverException(ErrorCode.NOT_FOUND, "'" + cluster.name() + "' is not the id of an application.");
        }
        JobRunRequest.check(job, options);
    }

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        StartJobRunRequest.Builder request = JobRunRequest.of(cluster, job, attempt, options);
        Customizer.apply(job.options().customizers(), StartJobRunRequest.Builder.class, request);
        request.name(attempt.name()).clientToken(attempt.name());
        return cluster.job(api.startJobRun(request, context));
    }

    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        String name = attempt.name();
        Optional<Instant> start = Optional.of(context.now().minus(options.lookBack()));
        // Its token has kept a second one away, so one is all.
        List<JobRunSummary> found = Page.first(
                token -> api.jobRuns(List.of(), start, cluster.name(), token, context), run -> name.equals(run.name()));
        return found(found.stream().map(run -> summary(cluster, run)).toList(), context);
    }

    @Override
    protected Page<EmrRun> runs(ClusterId cluster, JobQuery query, Optional<String> token, CallContext context) {
        List<String> states = query.activeOnly() ? JobRunStates.ACTIVE : List.of();
        // Whether runs of that very instant are among them is not told.
        Optional<Instant> since = query.since().map(start -> start.minusSeconds(1));
        return api.jobRuns(states, since, cluster.name(), token, context).map(run -> summary(cluster, run));
    }

    /** A run that has ended is not changed any more. */
    private static EmrRun summary(ClusterId cluster, JobRunSummary run) {
        return run(cluster.job(run.id()), run.stateAsString(), run.stateDetails())
                .started(run.name(), run.createdAt())
                .with(run.updatedAt(), null);
    }

    @Override
    protected Optional<EmrRun> run(JobId job, CallContext context) {
        return api.jobRun(job.cluster().name(), job.nativeId(), context)
                .map(run -> run(job, run.stateAsString(), run.stateDetails())
                        .started(run.name(), run.createdAt())
                        .with(endedAt(run), logUri(run.configurationOverrides())));
    }

    private static EmrRun run(JobId id, String state, @Nullable String details) {
        return EmrRun.of(id, JobRunStates.translate(state), state, details);
    }

    /** A run that has ended is not changed any more. */
    private static Instant endedAt(JobRun run) {
        return run.endedAt() == null ? run.updatedAt() : run.endedAt();
    }

    @Override
    protected void cancelRun(JobId job, CallContext context) {
        if (!EmrServerlessApi.isId(job.nativeId())) {
            throw unknown(job);
        }
        api.cancelJobRun(job.cluster().name(), job.nativeId(), context);
    }

    @Override
    protected Optional<StorageUri> logRoot(EmrRun run, CallContext context) {
        return run.logs()
                .or(() -> api.application(run.id().cluster().name(), context)
                        .map(Application::monitoringConfiguration)
                        .map(JobRunDriver::logUri)
                        .map(StorageUri::parse));
    }

    private static @Nullable String logUri(@Nullable ConfigurationOverrides overrides) {
        return overrides == null ? null : logUri(overrides.monitoringConfiguration());
    }

    private static @Nullable String logUri(@Nullable MonitoringConfiguration monitoring) {
        S3MonitoringConfiguration s3 = monitoring == null ? null : monitoring.s3MonitoringConfiguration();
        return s3 == null ? null : s3.logUri();
    }

    /** See <a href="https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/logging.html">storing logs</a>. */
    @Override
    protected Optional<StoredObject> log(StorageUri root, JobId job, Source source, ArchivedLogs from) {
        return from.stat(root.resolve("applications/" + job.cluster().name() + "/jobs/" + job.nativeId()
                + "/SPARK_DRIVER/" + source.name() + ".gz"));
    }
}
