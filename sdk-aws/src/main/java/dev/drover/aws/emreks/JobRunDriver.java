package dev.drover.aws.emreks;

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
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.aws.internal.ArchivedLogs;
import dev.drover.aws.internal.EmrRun;
import dev.drover.aws.internal.EmrRunDriver;
import dev.drover.aws.internal.Page;
import dev.drover.spi.CallContext;
import dev.drover.spi.Lookup;
import dev.drover.spi.StagedSql;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emrcontainers.model.ConfigurationOverrides;
import software.amazon.awssdk.services.emrcontainers.model.JobRun;
import software.amazon.awssdk.services.emrcontainers.model.MonitoringConfiguration;
import software.amazon.awssdk.services.emrcontainers.model.StartJobRunRequest;

/**
 * Job runs on virtual clusters. Native calls beside those of {@link EmrRunDriver}: submit 1, and 1 of S3 for SQL by value;
 * find 1.
 */
final class JobRunDriver extends EmrRunDriver {
    private final EmrEksOptions options;
    private final EmrEksApi api;
    private final StagedSql staged;
    private final JobRunRequest requests;

    JobRunDriver(EmrEksOptions options, EmrEksApi api, ArchivedLogs archive, StagedSql staged) {
        super(archive);
        this.options = options;
        this.api = api;
        this.staged = staged;
        this.requests = new JobRunRequest(options, staged);
    }

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        Set<Capability> all =
                EnumSet.of(Capability.SPARK_JAR, Capability.PYSPARK, Capability.SPARK_SQL, Capability.LIST_JOBS);
        if (options.logs().isPresent()) {
            all.add(Capability.DRIVER_LOGS);
        }
        return all;
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {
        if (!EmrEksApi.isId(cluster.name())) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND, "'" + cluster.name() + "' is not the id of a virtual cluster.");
        }
        requests.check(job);
    }

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        StartJobRunRequest.Builder request = requests.of(cluster, job, attempt);
        Customizer.apply(job.options().customizers(), StartJobRunRequest.Builder.class, request);
        request.name(attempt.name()).clientToken(attempt.name());
        if (job instanceof SparkSql sql) {
            staged.put(sql);
        }
        return cluster.job(api.startJobRun(request, context));
    }

    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        String name = attempt.name();
        List<JobRun> found = Page.all(
                token -> api.jobRunsNamed(name, cluster.name(), token, context), run -> name.equals(run.name()));
        return found(found.stream().map(run -> run(cluster, run)).toList(), context);
    }

    @Override
    protected Page<EmrRun> runs(ClusterId cluster, JobQuery query, Optional<String> token, CallContext context) {
        List<String> states = query.activeOnly() ? JobRunStates.ACTIVE : List.of();
        return api.jobRuns(states, query.since(), cluster.name(), token, context)
                .map(run -> run(cluster, run));
    }

    @Override
    protected Optional<EmrRun> run(JobId job, CallContext context) {
        return api.jobRun(job.cluster().name(), job.nativeId(), context).map(run -> run(job.cluster(), run));
    }

    private static EmrRun run(ClusterId cluster, JobRun run) {
        String state = run.stateAsString();
        return EmrRun.of(cluster.job(run.id()), JobRunStates.translate(state), state, details(run))
                .started(run.name(), run.createdAt())
                .with(run.finishedAt(), logUri(run.configurationOverrides()));
    }

    private static String details(JobRun run) {
        return Stream.of(run.failureReasonAsString(), run.stateDetails())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(": "));
    }

    private static @Nullable String logUri(@Nullable ConfigurationOverrides overrides) {
        MonitoringConfiguration monitoring = overrides == null ? null : overrides.monitoringConfiguration();
        return monitoring == null || monitoring.s3MonitoringConfiguration() == null
                ? null
                : monitoring.s3MonitoringConfiguration().logUri();
    }

    @Override
    protected void cancelRun(JobId job, CallContext context) {
        if (!EmrEksApi.isId(job.nativeId())) {
            throw unknown(job);
        }
        api.cancelJobRun(job.cluster().name(), job.nativeId(), context);
    }

    @Override
    protected Optional<StorageUri> logRoot(EmrRun run, CallContext context) {
        return run.logs();
    }

    /**
     * The folder of a driver is named after the application's id in Spark, which AWS does not tell: see <a
     * href="https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/emr-eks-jobs-s3.html">logs in S3</a>.
     */
    @Override
    protected Optional<StoredObject> log(StorageUri root, JobId job, Source source, ArchivedLogs from) {
        String run = job.nativeId();
        return from.find(
                root.asPrefix().resolve(job.cluster().name() + "/jobs/" + run + "/containers/"),
                "/spark-" + run + "-driver/" + source.name() + ".gz");
    }
}
