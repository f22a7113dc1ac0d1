package dev.drover.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterHandle;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.aws.fake.FakeAws;
import dev.drover.aws.fake.FakeEmr;
import dev.drover.aws.fake.StepMachine;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one JVM has made, another finds by the same ids and keys, if it shares the configuration: nothing else counts. */
class IdsAcrossJvmsTest {
    private static final String WHERE = "emr://production";
    private static final RequestKey CLUSTER = RequestKey.of("nightly");
    private static final RequestKey JOB = RequestKey.of("etl", "2026-11-21");

    @Test
    void idsAndKeysMeanTheSameInEveryJvm() throws Exception {
        try (FakeEmr emr = new FakeEmr(StepMachine.idle(), InstantSource.system());
                FakeAws aws = new FakeAws(emr);
                Drover drover = open(aws.endpoint())) {
            ClusterHandle cluster =
                    drover.clusters(WHERE).create(ClusterSpec.builder().build(), CLUSTER);
            JobHandle job = cluster.jobs().submit(job(), JOB);

            List<String> elsewhere = inAnotherJvm(aws.endpoint(), job.id());

            assertThat(cluster.id().toString()).startsWith("emr://production/j-");
            assertThat(elsewhere)
                    .containsExactly(
                            cluster.id().toString(),
                            job.id().toString(),
                            "found " + job.id(),
                            "known " + job.status().nativeState());
            assertThat(aws.calls("RunJobFlow")).isEqualTo(1);
            assertThat(aws.calls("AddJobFlowSteps")).isEqualTo(1);
        }
    }

    /** Another account's keys, another region, another time zone and user: none of it is in an id or a native name. */
    private static List<String> inAnotherJvm(URI endpoint, JobId job) throws Exception {
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.timezone=Asia/Tokyo",
                "-Duser.language=tr",
                "-Duser.name=somebody",
                "-Daws.accessKeyId=AKIADROVERMARKED0009",
                "-Daws.secretAccessKey=drover-marked-other-key",
                "-Daws.region=us-east-1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Elsewhere.class.getName(),
                endpoint.toString(),
                job.toString());
        process.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process other = process.start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).isZero();
        return said.lines().toList();
    }

    private static Drover open(URI endpoint) {
        return Drover.builder()
                .configure(
                        WHERE,
                        AwsOptions.builder()
                                .region("eu-west-1")
                                .endpoint(endpoint)
                                .build())
                .build();
    }

    private static SparkJar job() {
        return SparkJar.of(StorageUri.parse("s3://acme/app.jar"), "com.acme.Etl")
                .conf(Map.of("spark.executor.instances", "2"))
                .build();
    }

    /** What the other JVM does: everything again. */
    static final class Elsewhere {
        private Elsewhere() {}

        public static void main(String[] args) {
            try (Drover drover = open(URI.create(args[0]))) {
                ClusterHandle cluster =
                        drover.clusters(WHERE).create(ClusterSpec.builder().build(), CLUSTER);
                System.out.println(cluster.id());
                System.out.println(cluster.jobs().submit(job(), JOB).id());
                System.out.println(
                        "found " + cluster.jobs().find(JOB).orElseThrow().id());
                System.out.println(
                        "known " + drover.job(JobId.parse(args[1])).status().nativeState());
            }
        }
    }
}
