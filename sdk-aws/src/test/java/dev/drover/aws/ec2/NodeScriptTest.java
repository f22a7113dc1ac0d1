package dev.drover.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ClusterHandle;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.Command;
import dev.drover.Disk;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.JobLogs.Source;
import dev.drover.JobState;
import dev.drover.Machine;
import dev.drover.MetricsTarget;
import dev.drover.NodeGroup;
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
    private SshGateway gateway;
    private Fixture fixture;
    private Drover drover;
    private Path tarball;

    @BeforeAll
    void open(@TempDir Path shared) throws Exception {
        folder = shared;
        tarball = TestSpark.tarball(folder);
        gateway = new SshGateway(folder);
        nodes = new BootedNodes(folder, gateway);
        fixture = new Fixture(nodes);
        drover = fixture.drover(options(tarball.toUri()));
    }

    private Ec2SparkOptions.Builder options(URI from) throws Exception {
        return Fixture.options()
                .sparkTarball(URI.create("file://" + from.getPath()), TestSpark.sha512(tarball))
                .keyName("test")
                .gatewaySsh("spark-user", gateway.clientKey())
                .sshPort(gateway.port())
                .staging(StorageUri.of(Files.createDirectories(folder.resolve("staging"))));
    }

    @AfterAll
    void close() {
        drover.close();
        fixture.close();
        nodes.close();
        gateway.close();
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
                .gateway(NodeGroup.of(Machine.atLeast(2, 4096)).build())
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
        assertThat(job.logs().tail(Source.STDOUT, 10)).anyMatch(line -> line.startsWith("done by"));
        assertThat(gateway.forwarded())
                .as("everything goes through the gateway")
                .contains(master.address + ":6066", master.address + ":8080", worker.address + ":8081");

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

    @Test
    void blankDisksBecomeLocalFoldersAndTheRestIsLeftAlone() throws Exception {
        nodes.replace("lsblk", """
                if [[ $1 == -dnpro ]]; then printf '/dev/root disk\\n/dev/data1 disk\\n/dev/data2 disk\\n/dev/cd rom\\n'
                elif [[ $3 == /dev/root ]]; then printf '/dev/root\\n/dev/root1\\n'
                else echo "$3"; fi""");
        nodes.replace("blkid", "exit 2");
        nodes.replace("mkfs.ext4", "echo \"$@\" >>\"$DROVER_HOME/formatted\"");
        nodes.replace("mount", "echo \"$@\" >>\"$DROVER_HOME/mounted\"");
        nodes.replace("docker", "echo \"$@\" >>\"$DROVER_HOME/docker\"; if [[ $1 == run ]]; then exec sleep 1000; fi");
        NodeGroup twoDisks = NodeGroup.of(Machine.atLeast(2, 4096))
                .disk(Disk.ofGiB(10))
                .disk(Disk.ofGiB(20))
                .build();
        try (Drover other = fixture.drover(Fixture.options().sparkContainer("apache/spark:4.2.0"))) {
            ClusterHandle cluster = other.clusters(Fixture.HERE)
                    .create(Fixture.workers(1).workerNodes(twoDisks).build(), RequestKey.random());
            FakeInstance worker = fixture.ec2.running("worker").stream()
                    .filter(each ->
                            each.tags.get("drover:cluster").equals(cluster.id().name()))
                    .findFirst()
                    .orElseThrow();
            Path home = nodes.home(worker);
            Awaitility.await().atMost(PATIENCE).until(() -> lines(home.resolve("docker")) == 2);

            assertThat(home.resolve("formatted")).hasContent("-q /dev/data1\n-q /dev/data2");
            assertThat(home.resolve("mounted")).content().contains("/dev/data1 " + home + "/disks/1");
            assertThat(home.resolve("docker"))
                    .content()
                    .startsWith("pull --quiet apache/spark:4.2.0\nrun ")
                    .contains("SPARK_LOCAL_DIRS=" + home + "/disks/1," + home + "/disks/2")
                    .contains("--entrypoint java apache/spark:4.2.0 -cp /opt/spark/jars/*")
                    .contains("org.apache.spark.deploy.worker.Worker");
            noSecretIsShown(worker);
            assertThat(home.resolve("docker"))
                    .content()
                    .doesNotContain(new ClusterKeys(Fixture.options().build().clusterKey()).authSecret(worker.group));
            assertThat(worker.request).containsEntry("MetadataOptions.HttpPutResponseHopLimit", "2");
            cluster.terminate();
        }
    }

    private static long lines(Path file) throws Exception {
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }
}
