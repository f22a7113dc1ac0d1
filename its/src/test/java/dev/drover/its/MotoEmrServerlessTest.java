package dev.drover.its;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterHandle;
import dev.drover.ClusterProvider;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.aws.emrserverless.EmrServerlessOptions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;

/**
 * Applications and runs on moto's EMR Serverless, where every run has succeeded at once and tokens count for nothing;
 * sdk-aws's own tests have the rest.
 */
@EnabledIfEnvironmentVariable(named = Moto.VARIABLE, matches = ".+")
class MotoEmrServerlessTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/etl";
    private static final String WHERE = "emr-serverless://" + Moto.REGION;

    @BeforeEach
    void reset() {
        Moto.reset();
    }

    @Test
    void anApplicationIsMadeRunsAJobAndEnds() {
        RequestKey key = RequestKey.of("nightly");
        try (Drover drover = open()) {
            ClusterProvider clusters = drover.clusters(WHERE);
            ClusterHandle made = clusters.create(
                    ClusterSpec.builder()
                            .workers(2, Resources.of(4, 16_384))
                            .release("emr-7.9.0")
                            .build(),
                    key);
            assertThat(clusters.find(key).orElseThrow().id()).isEqualTo(made.id());
            assertThat(clusters.list()).extracting(ClusterStatus::id).containsExactly(made.id());
            assertThat(made.describe().state()).isIn(ClusterState.STARTING, ClusterState.READY);

            firstRun(made.id().name());
            RequestKey day = key.child("2026-11-21");
            JobHandle job = made.jobs()
                    .submit(
                            SparkJar.of(StorageUri.parse("s3://acme/app.jar"), "com.acme.Etl")
                                    .args("--day", "2026-11-21")
                                    .build(),
                            day);

            assertThat(made.jobs().find(day).orElseThrow().id()).isEqualTo(job.id());
            JobStatus status = made.jobs().describe(Set.of(job.id())).get(job.id());
            assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
            try (Drover another = open()) {
                assertThat(another.job(job.id()).status().state()).isEqualTo(JobState.SUCCEEDED);
            }

            made.terminate();
            made.terminate();
            assertThat(clusters.list()).isEmpty();
        }
    }

    /** Until it has one, moto says of an application's runs that the application does not exist. */
    private static void firstRun(String application) {
        try (EmrServerlessClient client = EmrServerlessClient.builder()
                .region(Region.of(Moto.REGION))
                .endpointOverride(Moto.address())
                .build()) {
            client.startJobRun(r -> r.applicationId(application)
                    .clientToken("first")
                    .executionRoleArn(ROLE)
                    .name("somebody else's"));
        }
    }

    private static Drover open() {
        return Drover.builder()
                .configure(WHERE, Moto.options())
                .configure(
                        WHERE,
                        EmrServerlessOptions.builder().executionRole(ROLE).build())
                .build();
    }
}
