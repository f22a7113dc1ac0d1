package dev.drover.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ClusterHandle;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.JobState;
import dev.drover.MetricsTarget;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.StorageUri;
import dev.drover.aws.ec2.FakeEc2.FakeInstance;
import dev.drover.bootstrap.BootstrapAction;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script of a node, run by bash with real Spark, each node on an address of its own of the loopback network. */
@EnabledOnOs(OS.LINUX)
@TestInstance(Lifecycle.PER_CLASS)
class NodeScriptTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Path folder;
    private BootedNodes nodes;
    private Fixture fixture;
    private Drover drover;
    private Path tarball;

    @BeforeAll
    void open(@TempDir Path shared) throws Exception {
        folder = shared;
        tarball = TestSpark.tarball(folder);
        nodes = new BootedNodes(folder);
        fixture = new Fixture(nodes);
        drover = fixture.drover(options(tarball.toUri()));
    }

    private Ec2SparkOptions.Builder options(URI from) throws Exception {
        return Fixture.options()
                .sparkTarball(URI.create("file://" + from.getPath()), TestSpark.sha512(tarball))
                .staging(StorageUri.of(Files.createDirectories(folder.resolve("staging"))));
    }

    @AfterAll
    void close() {
        drover.close();
        fixture.close();
        nodes.close();
    }

    @Test
    void workersRegisterAndJobsRun() throws Exception {
        ClusterSpec spec = ClusterSpec.builder()
                .workers(1, Resources.of(2, 1024))
                .bootstrap(BootstrapAction.script("say", "echo \"$DROVER_ROLE:$GREETING:$1\" >\"$SPARK_HOME/said\"\n")
                        .args("it's $HOME \"quoted\"")
                        .env("GREETING", "a b")
                        .build())
                .conf("spark.sql.shuffle.partitions", "2")
                .maxAge(Duration.ofHours(1))
                .build();
        ClusterHandle cluster = drover.clusters(Fixture.HERE).create(spec, RequestKey.random());
        ClusterStatus status = cluster.awaitReady(PATIENCE);

        assertThat(status.nodes(Role.WORKER)).singleElement().satisfies(worker -> {
            assertThat(worker.cores()).isEqualTo(2);
            assertThat(worker.memoryMiB()).isEqualTo(1024);
            assertThat(worker.state()).isEqualTo("ALIVE");
        });
        FakeInstance master = fixture.ec2.running("master").get(0);
        FakeInstance worker = fixture.ec2.running("worker").get(0);
        assertThat(nodes.home(worker).resolve("spark/said")).hasContent("worker:a b:it's $HOME \"quoted\"");
        assertThat(nodes.home(master).resolve("console")).content().contains("DROVER: started: master of");
        noSecretIsShown(master);
        noSecretIsShown(worker);
        strangersAreRefused(master);
        for (MetricsTarget target : status.metrics()) {
            assertThat(get(target.uri()).body()).as(target.toString()).contains("metrics_");
        }

        var job = cluster.jobs()
                .submit(
                        Command.of("bash")
                                .args("-c", "echo done by \"$USER\"; exit 3")
                                .driver(Resources.of(1, 512))
                                .build(),
                        RequestKey.random());
        var end = job.await(PATIENCE);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.exitCode()).hasValue(3);

        cluster.terminate();
        assertThat(nodes.processes(worker)).isEmpty();
    }

    private void noSecretIsShown(FakeInstance instance) throws Exception {
        ClusterKeys keys = new ClusterKeys(Fixture.options().build().clusterKey());
        for (ProcessHandle process : nodes.processes(instance)) {
            assertThat(BootedNodes.commandLine(process))
                    .doesNotContain(keys.authSecret(instance.group))
                    .doesNotContain(keys.signingKey(instance.group));
        }
        assertThat(Files.getPosixFilePermissions(nodes.home(instance).resolve("conf/spark-defaults.conf")))
                .isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        assertThat(nodes.home(instance).resolve("logs/node.log"))
                .content()
                .doesNotContain(keys.authSecret(instance.group));
    }

    private static void strangersAreRefused(FakeInstance master) throws Exception {
        URI submissions = URI.create("http://" + master.address + ":6066/v1/submissions/status/none");
        assertThat(get(submissions).statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aFailedBootstrapActionIsReportedAndEndsTheMachine() {
        ClusterHandle cluster = drover.clusters(Fixture.HERE)
                .create(
                        Fixture.workers(1)
                                .bootstrap(BootstrapAction.script("fonts", "echo no fonts here; exit 7\n")
                                        .build())
                                .build(),
                        RequestKey.random());

        DroverException failed = catchThrowableOfType(DroverException.class, () -> cluster.awaitReady(PATIENCE));

        assertThat(failed)
                .hasMessageContaining("bootstrap action fonts")
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("no fonts here");
        cluster.terminate();
    }

    @Test
    void aBootstrapActionThatHangsIsEnded() {
        ClusterHandle cluster = drover.clusters(Fixture.HERE)
                .create(
                        Fixture.workers(1)
                                .bootstrap(BootstrapAction.script("hang", "sleep 1000\n")
                                        .timeout(Duration.ofSeconds(1))
                                        .build())
                                .build(),
                        RequestKey.random());

        assertThat(catchThrowableOfType(DroverException.class, () -> cluster.awaitReady(PATIENCE)))
                .hasMessageContaining("bootstrap action hang")
                .hasMessageContaining("exit code 124");
        cluster.terminate();
    }

    @Test
    void aTarballWithAnotherSumIsNotUsed() throws Exception {
        Path forged = Files.writeString(folder.resolve("forged.tgz"), "not Spark");
        try (Drover other = fixture.drover(options(forged.toUri()))) {
            ClusterHandle cluster =
                    other.clusters(Fixture.HERE).create(Fixture.workers(1).build(), RequestKey.random());

            assertThat(catchThrowableOfType(DroverException.class, () -> cluster.awaitReady(PATIENCE)))
                    .hasMessageContaining("installing Spark")
                    .hasMessageContaining("FAILED");
            cluster.terminate();
        }
    }

    @Test
    void nodesEndAtTheMaximumAge() {
        ClusterHandle cluster = drover.clusters(Fixture.HERE)
                .create(Fixture.workers(1).maxAge(Duration.ofSeconds(1)).build(), RequestKey.random());
        String group = fixture.ec2.groups().stream()
                .filter(each -> each.name.endsWith(cluster.id().name()))
                .findFirst()
                .orElseThrow()
                .id;

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> fixture.ec2.running().stream().noneMatch(instance -> instance.group.equals(group)));
        ClusterStatus status = cluster.describe();
        assertThat(status.state().terminal()).isTrue();
        assertThat(status.problem().orElseThrow()).contains("maximum age");
        cluster.terminate();
    }
}
