package dev.drover.gcp.dataprocserverless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.gcp.GcpOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataprocServerlessOptionsTest {
    private static final JobSpec JOB =
            SparkJar.of(StorageUri.parse("gs://code/app.jar"), "A").build();

    static Stream<Consumer<DataprocServerlessOptions.Builder>> wrong() {
        return Stream.of(
                builder -> builder.runtime("latest"),
                builder -> builder.containerImage("an image"),
                builder -> builder.staging(StorageUri.parse("s3://bucket/staging")),
                builder -> builder.serviceAccount("etl"),
                builder -> builder.subnetwork("a b"),
                builder -> builder.networkTags("spark", "No"),
                builder -> builder.kmsKey("k"),
                builder -> builder.ttl(Duration.ofMinutes(10).minusMillis(1)),
                builder -> builder.ttl(Duration.ofDays(14).plusSeconds(1)),
                builder -> builder.conf("spark.driver.cores", "4").build(),
                builder -> builder.conf("spark.master", "yarn").build());
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatMakesNoSenseIsRefused(Consumer<DataprocServerlessOptions.Builder> change) {
        assertInvalid(() -> change.accept(DataprocServerlessOptions.builder()));
    }

    @Test
    void whatMakesSenseIsKept() {
        DataprocServerlessOptions options = DataprocServerlessOptions.builder()
                .staging(StorageUri.parse("gs://bucket/staging"))
                .subnetwork("https://www.googleapis.com/compute/v1/projects/p/regions/europe-west1/subnetworks/s")
                .networkTags("a")
                .networkTags("b-1")
                .ttl(Duration.ofDays(14))
                .build();

        assertThat(options.staging()).contains(StorageUri.parse("gs://bucket/staging/"));
        assertThat(options.networkTags()).isEqualTo(List.of("a", "b-1"));
        assertThat(options.ttl()).contains(Duration.ofDays(14));
        assertThat(options.subnetwork().orElseThrow()).endsWith("/subnetworks/s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dataproc-serverless://acme-data/europe", "dataproc-serverless://acme-data/EUROPE-WEST1"})
    void aClusterIsARegion(String cluster) {
        try (Drover drover = Drover.builder().build()) {
            assertInvalid(() -> drover.jobs(ClusterId.parse(cluster)).submit(JOB, RequestKey.random()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dataproc-serverless://etl/europe-west1",
                "dataproc-serverless://acme-data/europe-west1/etl",
                "dataproc-serverless://Acme/europe-west1"
            })
    void aLocationIsAProject(String cluster) {
        try (Drover drover = Drover.builder().build()) {
            assertInvalid(() -> drover.jobs(ClusterId.parse(cluster)).submit(JOB, RequestKey.random()));
        }
    }

    @Test
    void aNameOfOnesOwnNeedsTheProjectBesideIt() {
        BatchWorld world = BatchWorld.still();
        try (Drover drover = Drover.builder()
                .configure(
                        "dataproc-serverless://etl",
                        GcpOptions.builder()
                                .project("acme-data")
                                .endpoint(world.server.endpoint())
                                .anonymous()
                                .build())
                .build()) {
            String id = drover.jobs(ClusterId.parse("dataproc-serverless://etl/us-central1"))
                    .submit(JOB, RequestKey.random())
                    .id()
                    .nativeId();

            assertThat(world.batches.request(id).getParent()).isEqualTo("projects/acme-data/locations/us-central1");
        } finally {
            world.close();
        }
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertThat(catchThrowableOfType(DroverException.class, call).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }
}
