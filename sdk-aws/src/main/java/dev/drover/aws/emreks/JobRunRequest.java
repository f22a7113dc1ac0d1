package dev.drover.aws.emreks;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.aws.internal.SparkDefaults;
import dev.drover.aws.internal.SubmitParameters;
import dev.drover.aws.internal.Tags;
import dev.drover.spi.StagedSql;
import java.util.SortedMap;
import software.amazon.awssdk.services.emrcontainers.model.Configuration;
import software.amazon.awssdk.services.emrcontainers.model.ConfigurationOverrides;
import software.amazon.awssdk.services.emrcontainers.model.JobDriver;
import software.amazon.awssdk.services.emrcontainers.model.StartJobRunRequest;

/** Translates jobs into job runs, within the limits of the API's model. Pure. */
final class JobRunRequest {
    /**
     * Begins a property that sets a variable of the driver's environment
     * (<a href="https://spark.apache.org/docs/latest/running-on-kubernetes.html">Spark on Kubernetes</a>).
     */
    static final String VARIABLE = "spark.kubernetes.driverEnv.";

    private static final String HEADER = "spark.sql.cli.print.header";
    private static final int LONGEST_ENTRY_POINT = 256;
    private static final int LONGEST_ARGUMENT = 10_280;

    private final EmrEksOptions options;
    private final StagedSql staged;

    JobRunRequest(EmrEksOptions options, StagedSql staged) {
        this.options = options;
        this.staged = staged;
    }

    /** Refuses what cannot be sent. */
    void check(JobSpec job) {
        executionRole();
        release();
        for (String argument : job.options().args()) {
            if (argument.isBlank() || argument.length() > LONGEST_ARGUMENT) {
                throw DroverException.invalid(
                        "EMR on EKS takes arguments of 1 to " + LONGEST_ARGUMENT + " characters, not all blank.");
            }
        }
        SparkDefaults.check(job.options(), options.conf(), VARIABLE);
        driver(job);
        Tags.of(job.options().labels());
    }

    /** The request, without name and token. */
    StartJobRunRequest.Builder of(ClusterId virtualCluster, JobSpec job, Attempt attempt) {
        return StartJobRunRequest.builder()
                .virtualClusterId(virtualCluster.name())
                .executionRoleArn(executionRole())
                .releaseLabel(release())
                .jobDriver(driver(job))
                .configurationOverrides(overrides(job, attempt))
                .retryPolicyConfiguration(retry -> retry.maxAttempts(1))
                .tags(Tags.of(job.options().labels()));
    }

    private String executionRole() {
        return options.executionRole()
                .orElseThrow(() ->
                        DroverException.invalid("Jobs on EMR on EKS run as a role: set EmrEksOptions.executionRole."));
    }

    private String release() {
        return options.release()
                .orElseThrow(
                        () -> DroverException.invalid("Jobs on EMR on EKS say the release that they run on, such as"
                                + " 'emr-7.9.0-latest': set EmrEksOptions.release."));
    }

    private JobDriver driver(JobSpec job) {
        if (job instanceof SparkSql sql) {
            return JobDriver.builder()
                    .sparkSqlJobDriver(driver -> driver.entryPoint(readable(staged.uri(sql))))
                    .build();
        }
        StorageUri program = program(job);
        return JobDriver.builder()
                .sparkSubmitJobDriver(driver -> driver.entryPoint(readable(program))
                        .entryPointArguments(job.options().args())
                        .sparkSubmitParameters(SubmitParameters.of(job).orElse(null)))
                .build();
    }

    private static StorageUri program(JobSpec job) {
        if (job instanceof SparkJar jar) {
            return jar.jar();
        }
        if (job instanceof PySpark python) {
            return python.script();
        }
        throw DroverException.invalid("EMR on EKS runs jars, Python scripts and SQL only.");
    }

    private static String readable(StorageUri file) {
        return SubmitParameters.readable(file, LONGEST_ENTRY_POINT);
    }

    private ConfigurationOverrides overrides(JobSpec job, Attempt attempt) {
        SortedMap<String, String> properties = SparkDefaults.of(job.options(), attempt, options.conf(), VARIABLE);
        if (job instanceof SparkSql) {
            properties.putIfAbsent(HEADER, "true");
        }
        ConfigurationOverrides.Builder overrides = ConfigurationOverrides.builder()
                .applicationConfiguration(Configuration.builder()
                        .classification(SparkDefaults.CLASSIFICATION)
                        .properties(properties)
                        .build());
        options.logs()
                .ifPresent(uri -> overrides.monitoringConfiguration(
                        monitoring -> monitoring.s3MonitoringConfiguration(s3 -> s3.logUri(uri.toString()))));
        return overrides.build();
    }
}
