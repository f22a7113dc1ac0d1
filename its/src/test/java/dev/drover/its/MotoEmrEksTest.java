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
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.aws.emreks.EmrEksOptions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Virtual clusters and runs on moto's EMR on EKS, where a run goes on until it is cancelled. */
@EnabledIfEnvironmentVariable(named = Moto.VARIABLE, matches = ".+")
class MotoEmrEksTest {
    private static final String WHERE = "emr-eks://" + Moto.REGION;

    @BeforeEach
    void reset() {
        Moto.reset();
    }

    @Test
    void aVirtualClusterIsMadeRunsAJobAndEnds() throws Exception {
        RequestKey key = RequestKey.of("nightly");
        try (Drover drover = open()) {
            ClusterProvider clusters = drover.clusters(WHERE);
            ClusterHandle made = clusters.create(ClusterSpec.builder().build(), key);
            assertThat(clusters.find(key).orElseThrow().id()).isEqualTo(made.id());
            assertThat(clusters.list()).extracting(ClusterStatus::id).containsExactly(made.id());
            assertThat(made.describe().state()).isEqualTo(ClusterState.READY);

            RequestKey day = key.child("2026-11-21");
            JobHandle job = made.jobs()
                    .submit(
                            SparkJar.of(StorageUri.parse("s3://acme/app.jar"), "com.acme.Etl")
                                    .args("--day", "2026-11-21")
                                    .build(),
                            day);

            assertThat(made.jobs().find(day).orElseThrow().id()).isEqualTo(job.id());
            assertThat(job.status().state()).isIn(JobState.QUEUED, JobState.RUNNING);
            job.cancel();
            assertThat(job.await(Duration.ofMinutes(1)).state()).isEqualTo(JobState.CANCELLED);

            made.terminate();
            made.terminate();
            assertThat(clusters.list()).isEmpty();
        }
    }

    private static Drover open() {
        return Drover.builder()
                .configure(WHERE, Moto.options())
                .configure(
                        WHERE,
                        EmrEksOptions.builder()
                                .executionRole("arn:aws:iam::123456789012:role/etl")
                                .release("emr-7.9.0-latest")
                                .eksCluster("acme")
                                .namespace("etl")
                                .build())
                .build();
    }
}
