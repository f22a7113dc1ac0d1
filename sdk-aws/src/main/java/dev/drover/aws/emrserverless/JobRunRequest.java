package dev.drover.aws.emrserverless;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.aws.internal.SparkDefaults;
import dev.drover.aws.internal.SubmitParameters;
import dev.drover.aws.internal.Tags;
import software.amazon.awssdk.services.emrserverless.model.Configuration;
import software.amazon.awssdk.services.emrserverless.model.ConfigurationOverrides;
import software.amazon.awssdk.services.emrserverless.model.SparkSubmit;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;

/** Translates jobs into job runs, within the limits of the API's model. Pure. */
final class JobRunRequest {
    /** Begins a property that sets a variable of the driver's environment. */
    static final String VARIABLE = "spark.emr-serverless.driverEnv.";

    private static final int MOST_ARGUMENTS = 1_024;
    private static final int LONGEST_ENTRY_POINT = 4_096;
    private static final String NO_ROLE =
            "Jobs on EMR Serverless run as a role: set EmrServerlessOptions.executionRole.";

    private JobRunRequest() {}

    /** Refuses what cannot be sent. */
    static void check(JobSpec job, EmrServerlessOptions options) {
        if (options.executionRole().isEmpty()) {
            throw DroverException.invalid(NO_ROLE);
        }
        if (job.options().args().size() > MOST_ARGUMENTS) {
            throw DroverException.invalid("EMR Serverless takes " + MOST_ARGUMENTS + " arguments, not "
                    + job.options().args().size() + ".");
        }
        SparkDefaults.check(job.options(), options.conf(), VARIABLE);
        driver(job);
        Tags.of(job.options().labels());
    }

    /** The request, without name and token. */
    static StartJobRunRequest.Builder of(
            ClusterId application, JobSpec job, Attempt attempt, EmrServerlessOptions options) {
        StartJobRunRequest.Builder request = StartJobRunRequest.builder()
                .applicationId(application.name())
                .executionRoleArn(options.executionRole().orElseThrow(() -> DroverException.invalid(NO_ROLE)))
                .jobDriver(driver -> driver.sparkSubmit(driver(job)))
                .configurationOverrides(overrides(job, attempt, options))
                .retryPolicy(retry -> retry.maxAttempts(1))
                .tags(Tags.of(job.options().labels()));
        options.executionTimeout()
                .ifPresent(limit -> request.executionTimeoutMinutes((long) Math.ceil(limit.toSeconds() / 60.0)));
        return request;
    }

    private static SparkSubmit driver(JobSpec job) {
        return SparkSubmit.builder()
                .entryPoint(SubmitParameters.readable(entryPoint(job), LONGEST_ENTRY_POINT))
                .entryPointArguments(job.options().args())
                .sparkSubmitParameters(SubmitParameters.of(job).orElse(null))
                .build();
    }

    private static StorageUri entryPoint(JobSpec job) {
        if (job instanceof SparkJar jar) {
            return jar.jar();
        }
        if (job instanceof PySpark python) {
            return python.script();
        }
        throw DroverException.invalid("EMR Serverless runs jars and Python scripts only.");
    }

    private static ConfigurationOverrides overrides(JobSpec job, Attempt attempt, EmrServerlessOptions options) {
        ConfigurationOverrides.Builder overrides = ConfigurationOverrides.builder()
                .applicationConfiguration(Configuration.builder()
                        .classification(SparkDefaults.CLASSIFICATION)
                        .properties(SparkDefaults.of(job.options(), attempt, options.conf(), VARIABLE))
                        .build());
        options.logs()
                .ifPresent(uri -> overrides.monitoringConfiguration(
                        monitoring -> monitoring.s3MonitoringConfiguration(s3 -> s3.logUri(uri.toString()))));
        return overrides.build();
    }
}
