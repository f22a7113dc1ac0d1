package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Capability;
import dev.drover.ClusterHandle;
import dev.drover.ClusterNode;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.MetricsTarget;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What a cluster of two workers is, on both lines of Spark. */
class LocalClusterTest {

    @Nested
    class OnSpark42 extends TwoWorkers {
        @Override
        String version() {
            return "4.2.0";
        }
    }

    @Nested
    @DisabledForJreRange(min = JRE.JAVA_24, disabledReason = "Spark 3.5 does not run on Java 24 and later")
    class OnSpark35 extends TwoWorkers {
        @Override
        String version() {
            return "3.5.8";
        }
    }

    /** The tests, which share a cluster. */
    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class TwoWorkers {
        private Sandbox sandbox;
        private Drover drover;
        private ClusterHandle cluster;

        abstract String version();

        @BeforeAll
        void makeCluster() throws Exception {
            sandbox = new Sandbox();
            drover = Sandbox.drover(sandbox.options().sparkVersion(version()).build());
            cluster = Sandbox.ready(drover, Sandbox.workers(2).build());
        }

        @AfterAll
        void end() throws Exception {
            drover.close();
            sandbox.close();
        }

        @Test
        void itHasItsNodesAndItsVersion() {
            ClusterStatus status = cluster.describe();

            assertThat(status.state()).isEqualTo(ClusterState.READY);
            assertThat(status.sparkVersion()).contains(version());
            assertThat(status.problem()).isEmpty();
            assertThat(status.nodes(ClusterNode.Role.MASTER)).hasSize(1);
            assertThat(status.nodes(ClusterNode.Role.WORKER)).hasSize(2).allSatisfy(worker -> {
                assertThat(worker.state()).isEqualTo("ALIVE");
                assertThat(worker.cores()).isEqualTo(1);
                assertThat(worker.memoryMiB()).isEqualTo(1024);
                assertThat(worker.address()).startsWith("127.0.0.1:");
            });
        }

        @Test
        void itsMetricsCanBeScraped() throws Exception {
            List<MetricsTarget> targets = cluster.describe().metrics();

            assertThat(targets)
                    .extracting(MetricsTarget::role)
                    .containsExactly("master", "applications", "worker", "worker");
            for (MetricsTarget target : targets) {
                HttpResponse<String> answer = get(target.uri());
                assertThat(answer.statusCode()).isEqualTo(200);
                if (!target.role().equals("applications")) {
                    assertThat(answer.body()).contains("metrics_").contains("_Value");
                }
            }
        }

        @Test
        void itsSubmissionServerWantsAToken() throws Exception {
            ClusterRecord record = new RunFolder(sandbox.folder(cluster)).read().orElseThrow();
            URI status = URI.create(record.endpoints().rest() + "/v1/submissions/status/driver-x");

            assertThat(get(status).statusCode()).isEqualTo(403);
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(status)
                                            .header("Authorization", "Bearer a.b.c")
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(403);
        }

        @Test
        void itsSecretsAreOnNoCommandLineAndItsFilesArePrivate() throws Exception {
            String key = Files.readString(new RunFolder(sandbox.folder(cluster)).jwsKey());
            List<ProcessHandle> processes = sandbox.processes();

            assertThat(processes).hasSize(3);
            assertThat(ProcessHandle.allProcesses())
                    .noneMatch(process -> Sandbox.commandLine(process).contains(key));
            assertThat(processes)
                    .allSatisfy(process -> assertThat(Sandbox.commandLine(process))
                            .doesNotContainIgnoringCase("secret")
                            .doesNotContain("-Dspark"));
            // Inside work Spark makes files as the umask says, behind folders that are private.
            try (Stream<Path> files = Files.walk(sandbox.folder(cluster), 2)) {
                assertThat(files.filter(file -> !file.getParent().endsWith("work")))
                        .allSatisfy(file -> assertThat(permissions(file)).endsWith("------"));
            }
            assertThat(Files.readString(sandbox.folder(cluster).resolve("cluster.json")))
                    .doesNotContain(key);
        }

        @Test
        void itListensOnTheLoopbackAddressOnly() throws Exception {
            for (ProcessHandle process : sandbox.processes()) {
                assertThat(Listeners.addresses(process.pid())).isNotEmpty().allMatch("127.0.0.1"::equals);
            }
        }

        @Test
        void itTakesJobs() {
            assertThat(drover.capabilities(cluster.id()))
                    .contains(
                            Capability.SPARK_JAR,
                            Capability.SPARK_SQL,
                            Capability.COMMAND,
                            Capability.EXIT_CODE,
                            Capability.DRIVER_LOGS);
        }

        @Test
        void anotherVersionThanInstalledIsRefusedAtOnce() {
            LocalOptions options = sandbox.options().sparkHome(sparkHome()).build();
            try (Drover other = Sandbox.drover(options)) {
                assertThatThrownBy(() -> Sandbox.ready(
                                other, Sandbox.workers(1).sparkVersion("4.0.1").build()))
                        .isInstanceOfSatisfying(
                                DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                        .hasMessageContaining(version());
            }
        }

        private Path sparkHome() {
            String scala = version().startsWith("3.") ? "2.12" : "2.13";
            return Sandbox.cache().resolve("spark").resolve(version() + "-" + scala);
        }

        private static String permissions(Path file) throws IOException {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        }

        private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
