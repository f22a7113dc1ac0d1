package dev.drover.aws.emrserverless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Scaling;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.emrserverless.model.CreateApplicationRequest;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;

/** What is asked of AWS. */
class RequestsTest {
    private static final ClusterId APPLICATION = ClusterId.parse("emr-serverless://eu-west-1/00abc");
    private static final EmrServerlessOptions OPTIONS = EmrServerlessOptions.builder()
            .executionRole(ServerlessWorld.ROLE)
            .logs(StorageUri.parse("s3://bucket/logs"))
            .executionTimeout(Duration.ofSeconds(90))
            .build();

    @Test
    void aJob() {
        PySpark job = PySpark.script(StorageUri.parse("s3://code/main.py"))
                .pyFiles(StorageUri.parse("s3://code/etl.whl"))
                .args("--day", "it's \"monday\"", "")
                .env("A", "b c")
                .label("team", "data")
                .build();
        JobRunRequest.check(job, OPTIONS);

        StartJobRunRequest request = JobRunRequest.of(
                        APPLICATION, job, new Attempt(Attempt.Kind.JOB, RequestKey.of("etl"), 1), OPTIONS)
                .build();

        assertThat(request.applicationId()).isEqualTo("00abc");
        assertThat(request.executionRoleArn()).isEqualTo(ServerlessWorld.ROLE);
        assertThat(request.jobDriver().sparkSubmit().entryPoint()).isEqualTo("s3://code/main.py");
        assertThat(request.jobDriver().sparkSubmit().entryPointArguments())
                .containsExactly("--day", "it's \"monday\"", "");
        assertThat(request.jobDriver().sparkSubmit().sparkSubmitParameters()).isEqualTo("--py-files s3://code/etl.whl");
        assertThat(request.configurationOverrides()
                        .applicationConfiguration()
                        .get(0)
                        .properties())
                .containsEntry("spark.emr-serverless.driverEnv.A", "b c")
                .containsEntry("spark.driver.memory", "1024m");
        assertThat(request.configurationOverrides()
                        .monitoringConfiguration()
                        .s3MonitoringConfiguration()
                        .logUri())
                .isEqualTo("s3://bucket/logs/");
        assertThat(request.retryPolicy().maxAttempts()).isEqualTo(1);
        assertThat(request.executionTimeoutMinutes()).isEqualTo(2);
        assertThat(request.tags()).isEqualTo(Map.of("team", "data"));
    }

    @Test
    void jobsThatAreRefused() {
        StorageUri jar = StorageUri.parse("s3://code/app.jar");
        List<JobSpec> wrong = List.of(
                SparkJar.of(StorageUri.parse("gs://code/app.jar"), "A").build(),
                SparkJar.of(jar, "A").args(Collections.nCopies(1_025, "x")).build(),
                SparkJar.of(jar, "A").label("a;b", "c").build());
        for (JobSpec job : wrong) {
            assertThat(refusal(job, OPTIONS).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
        assertThat(refusal(
                        SparkJar.of(jar, "A").build(),
                        EmrServerlessOptions.builder().build()))
                .hasMessageContaining("executionRole");
    }

    private static DroverException refusal(JobSpec job, EmrServerlessOptions options) {
        return catchThrowableOfType(DroverException.class, () -> JobRunRequest.check(job, options));
    }

    @Test
    void anApplication() {
        ClusterSpec spec = ClusterSpec.builder()
                .workers(2, Resources.of(4, 10_000))
                .scaling(Scaling.between(1, 9))
                .release("emr-7.9.0")
                .idleTimeout(Duration.ofSeconds(100))
                .conf("spark.a", "b")
                .logs(StorageUri.parse("s3://bucket/theirs"))
                .label("team", "data")
                .build();

        CreateApplicationRequest request = ApplicationRequest.of(spec, OPTIONS).build();

        assertThat(request.releaseLabel()).isEqualTo("emr-7.9.0");
        assertThat(request.type()).isEqualTo("SPARK");
        assertThat(request.initialCapacity().get("EXECUTOR").workerCount()).isEqualTo(2);
        assertThat(request.initialCapacity()
                        .get("EXECUTOR")
                        .workerConfiguration()
                        .memory())
                .isEqualTo("11 GB");
        assertThat(request.initialCapacity().get("DRIVER").workerCount()).isEqualTo(1);
        assertThat(request.maximumCapacity().cpu()).isEqualTo("40 vCPU");
        assertThat(request.maximumCapacity().memory()).isEqualTo("110 GB");
        assertThat(request.autoStopConfiguration().idleTimeoutMinutes()).isEqualTo(2);
        assertThat(request.runtimeConfiguration().get(0).properties()).isEqualTo(Map.of("spark.a", "b"));
        assertThat(request.monitoringConfiguration().s3MonitoringConfiguration().logUri())
                .isEqualTo("s3://bucket/theirs/");
        assertThat(ApplicationPlan.of(spec, OPTIONS).items()).hasSize(2);
        assertThat(ApplicationPlan.of(spec, OPTIONS).limits().get(0)).contains("2 minutes");
    }
}
