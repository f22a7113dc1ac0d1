package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterChange;
import dev.drover.ClusterHandle;
import dev.drover.ClusterNode;
import dev.drover.ClusterRequest;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.config.ClusterTemplate;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How clusters come, change, fail and go. */
class LocalClusterLifeTest {
    private Sandbox sandbox;
    private Drover drover;

    @BeforeEach
    void open() throws Exception {
        sandbox = new Sandbox();
        drover = sandbox.drover();
    }

    @AfterEach
    void close() throws Exception {
        drover.close();
        sandbox.close();
    }

    @Test
    void theSameKeyGivesTheSameClusterAndTerminateLeavesNothing() throws Exception {
        RequestKey key = RequestKey.of("life", "twice");
        ClusterHandle first =
                drover.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), key);
        ClusterHandle second =
                drover.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), key);

        assertThat(first.started()).isTrue();
        assertThat(second.started()).isFalse();
        assertThat(second.id()).isEqualTo(first.id());
        second.awaitReady(Sandbox.PATIENCE);
        assertThat(drover.clusters(Sandbox.HERE).list())
                .extracting(ClusterStatus::id)
                .containsExactly(first.id());

        second.terminate();
        first.terminate();

        assertThat(sandbox.processes()).isEmpty();
        assertThat(sandbox.folders()).isEmpty();
        assertThat(drover.clusters(Sandbox.HERE).find(key)).isEmpty();
        assertThatThrownBy(first::describe)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void twoClustersLiveSideBySideAndEndWithTheirDrover() throws Exception {
        ClusterHandle one =
                drover.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), RequestKey.random());
        ClusterHandle other =
                drover.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), RequestKey.random());
        one.awaitReady(Sandbox.PATIENCE);
        other.awaitReady(Sandbox.PATIENCE);

        assertThat(sandbox.processes()).hasSize(4);
        drover.close();
        assertThat(sandbox.processes()).isEmpty();
        assertThat(sandbox.folders()).isEmpty();
    }

    @Test
    void aTemplateIsAppliedResizedAndAppliedAgain(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("small.cluster.yaml"), """
                inputs: {workers: {type: integer, default: 1}}
                location: local://localhost
                key: small
                spec: {workers: '${inputs.workers}', worker: {cores: 1, memory: 1GiB}}
                outputs: {master: 'spark://${cluster.master}'}
                """);
        ClusterTemplate template = ClusterTemplate.read(file);
        ClusterRequest one = template.with(Map.of());
        assertThat(drover.plan(one)).isInstanceOf(ClusterChange.Create.class);
        ClusterHandle cluster = drover.apply(one);
        ClusterStatus ready = cluster.awaitReady(Sandbox.PATIENCE);
        assertThat(one.outputs(ready).get("master")).matches("spark://[^/]+:\\d+");
        assertThat(drover.plan(one)).isEqualTo(new ClusterChange.Unchanged(cluster.id(), true));
        assertThat(drover.apply(one).started()).isFalse();

        ClusterRequest two = template.with(Map.of("workers", "2"));
        assertThat(drover.plan(two)).isEqualTo(new ClusterChange.Resize(cluster.id(), 1, 2));
        assertThat(drover.apply(two).id()).isEqualTo(cluster.id());
        assertThat(cluster.awaitReady(Sandbox.PATIENCE).nodes(ClusterNode.Role.WORKER))
                .hasSize(2);
        assertThat(drover.plan(two)).isEqualTo(new ClusterChange.Unchanged(cluster.id(), true));
        assertThat(drover.clusters(Sandbox.HERE).list()).hasSize(1);
    }

    @Test
    void terminateEndsAClusterThatIsStillBeingMade() {
        ClusterHandle cluster =
                drover.clusters(Sandbox.HERE).create(Sandbox.workers(2).build(), RequestKey.random());
        Awaitility.await()
                .atMost(Sandbox.PATIENCE)
                .until(() -> !sandbox.processes().isEmpty());

        cluster.terminate();

        sandbox.awaitNoProcesses();
        assertThat(sandbox.folders()).isEmpty();
    }

    @Test
    void bootstrapActionsRunInOrderWithTheirArgumentsAndEnvironment(@TempDir Path out) throws Exception {
        Path file = out.resolve("order");
        String script = "echo \"$GREETING $1 $2 $(basename \"$0\")\" >> \"$OUT\"\n";
        Sandbox.ready(
                drover,
                Sandbox.workers(1)
                        .bootstrap(BootstrapAction.script("first", script)
                                .args("a b", "$(touch /tmp/never)")
                                .env("GREETING", "hello")
                                .env("OUT", file.toString())
                                .build())
                        .bootstrap(BootstrapAction.script("second", "#!/bin/sh -e\n" + script)
                                .env("OUT", file.toString())
                                .build())
                        .build());

        assertThat(Files.readAllLines(file))
                .containsExactly("hello a b $(touch /tmp/never) bootstrap-first", "   bootstrap-second");
    }

    @Test
    void aFailingBootstrapActionFailsTheClusterWithItsOutput() {
        ClusterHandle cluster = drover.clusters(Sandbox.HERE)
                .create(
                        Sandbox.workers(1)
                                .bootstrap(BootstrapAction.script("broken", "echo no fonts here >&2; exit 3\n")
                                        .build())
                                .build(),
                        RequestKey.random());

        assertThatThrownBy(() -> cluster.awaitReady(Sandbox.PATIENCE))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED))
                .hasMessageContaining("broken")
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("no fonts here");
        sandbox.awaitNoProcesses();
        assertThat(sandbox.folder(cluster).resolve("logs/bootstrap-broken.log")).exists();
        cluster.terminate();
        assertThat(sandbox.folders()).isEmpty();
    }

    @Test
    void aBootstrapActionThatTakesTooLongIsEndedWithAllItStarted() {
        ClusterHandle cluster = drover.clusters(Sandbox.HERE)
                .create(
                        Sandbox.workers(1)
                                .bootstrap(BootstrapAction.script("slow", "sleep 301 & sleep 302\n")
                                        .timeout(Duration.ofSeconds(1))
                                        .build())
                                .build(),
                        RequestKey.random());

        ClusterStatus status = Sandbox.awaitState(cluster, ClusterState.FAILED);

        assertThat(status.problem()).hasValueSatisfying(why -> assertThat(why).contains("slow", "PT1S"));
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(process -> Sandbox.commandLine(process).matches("(?s)sleep.30[12].*"));
    }

    @Test
    void aDaemonThatCannotStartFailsTheClusterWithItsLog(@TempDir Path java) throws Exception {
        Path bin = Files.createDirectories(java.resolve("bin"));
        Files.createDirectories(java.resolve("lib"));
        Files.createFile(java.resolve("lib/modules"));
        Files.writeString(bin.resolve("java"), "#!/bin/sh\necho this is no Java >&2\nexit 9\n");
        Files.setPosixFilePermissions(bin.resolve("java"), PosixFilePermissions.fromString("rwx------"));
        try (Drover broken = Sandbox.drover(sandbox.options().javaHome(java).build())) {
            ClusterHandle cluster =
                    broken.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), RequestKey.random());

            assertThatThrownBy(() -> cluster.awaitReady(Sandbox.PATIENCE))
                    .hasMessageContaining("exit code 9")
                    .hasMessageContaining("this is no Java");
        }
    }

    @Test
    void daemonsThatTakeTooLongFailTheCluster(@TempDir Path java) throws Exception {
        Path bin = Files.createDirectories(java.resolve("bin"));
        Files.createDirectories(java.resolve("lib"));
        Files.createFile(java.resolve("lib/modules"));
        Files.writeString(bin.resolve("java"), "#!/bin/sh\necho still thinking\nexec sleep 303\n");
        Files.setPosixFilePermissions(bin.resolve("java"), PosixFilePermissions.fromString("rwx------"));
        LocalOptions options = sandbox.options()
                .javaHome(java)
                .archiveClasses(false)
                .readyTimeout(Duration.ofSeconds(1))
                .build();
        try (Drover slow = Sandbox.drover(options)) {
            ClusterHandle cluster =
                    slow.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), RequestKey.random());

            assertThatThrownBy(() -> cluster.awaitReady(Sandbox.PATIENCE))
                    .hasMessageContaining("not become ready in time")
                    .hasMessageContaining("still thinking");
            assertThat(ProcessHandle.allProcesses())
                    .noneMatch(process -> Sandbox.commandLine(process).matches("(?s)sleep.303.*"));
        }
    }

    @Test
    void aFailedClusterIsMadeAnewForTheSameKey() {
        RequestKey key = RequestKey.random();
        ClusterHandle failed = drover.clusters(Sandbox.HERE)
                .create(
                        Sandbox.workers(1)
                                .bootstrap(BootstrapAction.script("broken", "exit 3\n")
                                        .build())
                                .build(),
                        key);
        Sandbox.awaitState(failed, ClusterState.FAILED);

        assertThat(drover.clusters(Sandbox.HERE).find(key)).isEmpty();
        ClusterHandle again =
                drover.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), key);

        assertThat(again.started()).isTrue();
        Sandbox.awaitState(again, ClusterState.READY);
    }

    @Test
    void resizeAddsAndRemovesWorkers() throws Exception {
        ClusterHandle cluster = Sandbox.ready(drover, Sandbox.workers(1).build());

        cluster.resize(2);
        assertThat(cluster.awaitReady(Sandbox.PATIENCE).nodes(ClusterNode.Role.WORKER))
                .hasSize(2);
        assertThat(sandbox.processes()).hasSize(3);

        cluster.resize(1);
        assertThat(cluster.awaitReady(Sandbox.PATIENCE).nodes(ClusterNode.Role.WORKER))
                .hasSize(1);
        assertThat(sandbox.processes()).hasSize(2);
    }

    @Test
    void aLostWorkerDegradesTheClusterAndResizeReplacesIt() throws Exception {
        ClusterHandle cluster = Sandbox.ready(drover, Sandbox.workers(2).build());

        process(cluster, "worker-2").destroyForcibly();

        Awaitility.await().atMost(Sandbox.PATIENCE).untilAsserted(() -> {
            ClusterStatus degraded = cluster.describe();
            assertThat(degraded.state()).isEqualTo(ClusterState.DEGRADED);
            assertThat(degraded.problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("worker-2", "exit code 137"));
        });

        cluster.resize(2);
        ClusterStatus repaired = cluster.awaitReady(Sandbox.PATIENCE);
        assertThat(repaired.problem()).isEmpty();
        assertThat(repaired.nodes(ClusterNode.Role.WORKER)).hasSize(2);
    }

    @Test
    void aLostMasterFailsTheClusterAndEndsItsWorkers() throws Exception {
        ClusterHandle cluster = Sandbox.ready(drover, Sandbox.workers(1).build());

        process(cluster, "master").destroyForcibly();

        ClusterStatus failed = awaitFailed(cluster);
        assertThat(failed.problem()).hasValueSatisfying(why -> assertThat(why).contains("master", "exit code 137"));
        assertThat(sandbox.processes()).isEmpty();
        assertThat(sandbox.folder(cluster).resolve("logs/worker-1.log")).isNotEmptyFile();
    }

    @Test
    void anIdleClusterAndAnOldOneEnd() {
        ClusterHandle idle = drover.clusters(Sandbox.HERE)
                .create(Sandbox.workers(1).idleTimeout(Duration.ofSeconds(1)).build(), RequestKey.random());
        Awaitility.await()
                .atMost(Sandbox.PATIENCE)
                .until(() -> sandbox.folders().isEmpty());
        assertThatThrownBy(idle::describe).hasMessageContaining("no cluster");

        drover.clusters(Sandbox.HERE)
                .create(Sandbox.workers(1).maxAge(Duration.ofSeconds(1)).build(), RequestKey.random());
        Awaitility.await()
                .atMost(Sandbox.PATIENCE)
                .until(() -> sandbox.folders().isEmpty());
        assertThat(sandbox.processes()).isEmpty();
    }

    @Test
    void workersOfOneMachineShareAShuffleService() throws Exception {
        ClusterHandle cluster =
                Sandbox.ready(drover, Sandbox.workers(2).shuffleService(true).build());

        ClusterRecord record = new RunFolder(sandbox.folder(cluster)).read().orElseThrow();
        assertThat(record.conf()).containsEntry("spark.shuffle.service.enabled", "true");
        int port = Integer.parseInt(record.conf().get("spark.shuffle.service.port"));
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }

    @Test
    void anUnsupportedVersionIsRefused() {
        assertThatThrownBy(() -> drover.clusters(Sandbox.HERE)
                        .create(Sandbox.workers(1).sparkVersion("3.4.1").build(), RequestKey.random()))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
    }

    @Test
    void thePlanSaysWhatWouldBeMadeAndWhoSeesToTheLimits() {
        var plan = drover.clusters(Sandbox.HERE)
                .plan(Sandbox.workers(2)
                        .bootstrap(BootstrapAction.script("fonts", "true").build())
                        .maxAge(Duration.ofHours(1))
                        .build());

        assertThat(plan.creates())
                .anyMatch(line -> line.contains("2 workers"))
                .anyMatch(line -> line.contains("fonts"));
        assertThat(plan.limits()).anyMatch(line -> line.contains("this JVM") && line.contains("PT1H"));
        assertThat(plan.problems()).isEmpty();
        assertThat(sandbox.folders()).isEmpty();
    }

    private ClusterStatus awaitFailed(ClusterHandle cluster) {
        return Awaitility.await()
                .atMost(Sandbox.PATIENCE)
                .ignoreExceptions()
                .until(cluster::describe, status -> status.state() == ClusterState.FAILED);
    }

    private ProcessHandle process(ClusterHandle cluster, String name) throws Exception {
        List<ProcessRecord> processes =
                new RunFolder(sandbox.folder(cluster)).read().orElseThrow().processes();
        return processes.stream()
                .filter(process -> process.name().equals(name))
                .flatMap(process -> process.running().stream())
                .findFirst()
                .orElseThrow();
    }
}
