package dev.drover.standalone.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ClusterHandle;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import dev.drover.bootstrap.BootstrapAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clusters that are begun, and what becomes of them when something is wrong; without Spark, so nothing gets ready. */
class HostsCreationTest {
    private final Lab lab = new Lab(3);
    private final RequestKey key = RequestKey.of("creation");

    @AfterEach
    void close() {
        lab.close();
    }

    private static ClusterHandle create(Drover drover, int workers, RequestKey key) {
        return drover.clusters(Lab.HERE).create(Lab.workers(workers).build(), key);
    }

    private static DroverException refused(Drover drover, int workers, RequestKey key) {
        return catchThrowableOfType(DroverException.class, () -> create(drover, workers, key));
    }

    private static ClusterStatus await(ClusterHandle cluster, ClusterState state) {
        return Awaitility.await()
                .atMost(Lab.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(cluster::describe, status -> status.state() == state);
    }

    /** Nobody has a host, and nothing runs there. */
    private void assertNothingLeft() throws Exception {
        assertThat(lab.files()).noneMatch(file -> file.endsWith("holder")).noneMatch(file -> file.endsWith("node.sh"));
        Awaitility.await()
                .atMost(Lab.PATIENCE)
                .untilAsserted(() -> assertThat(lab.processes())
                        .noneMatch(process -> Lab.proc(process, "cmdline").contains("node.sh")));
    }

    @Test
    void aHostWhoseKeyIsNotKnownIsRefusedWithItsFingerprint() throws Exception {
        KeyPair key0 = Lab.newKey();
        lab.machine(0).restartWith(key0);
        Path nobody = Files.createFile(lab.folder().resolve("nobody"));
        try (Drover drover = Lab.drover(lab.pretending().knownHosts(nobody))) {
            DroverException e = refused(drover, 1, key);

            assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(e.effect()).isEqualTo(Effect.NONE);
            assertThat(e)
                    .hasMessageContaining(KeyUtils.getFingerPrint(key0.getPublic()))
                    .hasMessageContaining("[" + lab.machine(0).address() + "]:" + lab.port() + " ecdsa-sha2-nistp256 ");
        }
        assertThat(nobody).isEmptyFile();
        assertThat(lab.machine(0).commands()).isEmpty();
    }

    @Test
    void aHostWithAnotherKeyThanBeforeIsRefused() throws Exception {
        KeyPair other = Lab.newKey();
        lab.machine(0).restartWith(other);
        String before = Files.readString(lab.knownHosts());
        try (Drover drover = Lab.drover(lab.pretending())) {
            DroverException e = refused(drover, 1, key);

            assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(e)
                    .hasMessageContaining("another one")
                    .hasMessageContaining(KeyUtils.getFingerPrint(other.getPublic()));
        }
        assertThat(lab.knownHosts()).hasContent(before);
        assertThat(lab.machine(0).commands()).isEmpty();
    }

    @Test
    void aKeyThatHostsDoNotTakeIsNamed() throws Exception {
        Path wrong = lab.folder().resolve("wrong");
        Lab.write(Lab.newKey(), wrong);
        HostsOptions.Builder options = lab.options(wrong);
        try (Drover drover = Lab.drover(options)) {
            DroverException e = refused(drover, 1, key);

            assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(e).hasMessageContaining("'worker'").hasMessageContaining(wrong.toString());
        }
    }

    @Test
    void aHostThatIsDownIsPassedOverIfOthersAreEnough() throws Exception {
        lab.machine(1).stop();
        try (Drover drover = Lab.drover(lab.pretending())) {
            ClusterHandle cluster = create(drover, 1, key);
            Awaitility.await()
                    .atMost(Lab.PATIENCE)
                    .until(() -> lab.folder(2, cluster).toFile().exists());

            assertThat(drover.clusters(Lab.HERE).plan(Lab.workers(1).build()).problems())
                    .singleElement()
                    .asString()
                    .contains("h0 (belongs to " + cluster.id().name() + ")")
                    .contains("h1 (")
                    .contains("cannot be reached");
            DroverException e = refused(drover, 1, RequestKey.of("another"));
            assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
            assertThat(e.effect()).isEqualTo(Effect.NONE);
        }
    }

    @Test
    void aBootstrapActionThatFailsFailsTheClusterWhichIsUndone() throws Exception {
        try (Drover drover = Lab.drover(lab.pretending())) {
            ClusterHandle cluster = drover.clusters(Lab.HERE)
                    .create(
                            Lab.workers(2)
                                    .bootstrap(BootstrapAction.script(
                                                    "picky",
                                                    "echo \"no luck on $DROVER_ROLE\"; [[ $DROVER_ROLE == master ]] || exit 7")
                                            .build())
                                    .build(),
                            key);

            ClusterStatus failed = await(cluster, ClusterState.FAILED);

            assertThat(failed.problem())
                    .hasValueSatisfying(problem -> assertThat(problem)
                            .contains("bootstrap action picky (exit code 7)")
                            .contains("no luck on worker"));
            assertNothingLeft();
            assertThat(drover.clusters(Lab.HERE).list()).isEmpty();
            assertThat(drover.clusters(Lab.HERE).find(key)).isEmpty();

            ClusterHandle again = create(drover, 2, key);
            assertThat(again.started()).isTrue();
            again.terminate();
            assertNothingLeft();
            assertThat(lab.files()).noneMatch(file -> file.endsWith(".json"));
        }
    }

    @Test
    void whatIsNotReadyInTimeIsUndoneWithTheDaemonsLog() throws Exception {
        try (Drover drover = Lab.drover(lab.pretending().readyTimeout(Duration.ofSeconds(3)))) {
            ClusterHandle cluster = create(drover, 1, key);

            ClusterStatus failed = await(cluster, ClusterState.FAILED);

            assertThat(failed.problem())
                    .hasValueSatisfying(problem ->
                            assertThat(problem).contains("not ready after PT3S").contains("daemon: -XX"));
            assertNothingLeft();
        }
    }

    @Test
    void twoCreatorsOfOneKeyMakeOneCluster() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (Drover one = Lab.drover(lab.pretending());
                Drover two = Lab.drover(lab.pretending());
                Drover three = Lab.drover(lab.pretending())) {
            List<Callable<ClusterHandle>> creators =
                    List.of(() -> create(one, 1, key), () -> create(two, 1, key), () -> create(three, 1, key));
            List<ClusterHandle> handles = new ArrayList<>();
            for (Future<ClusterHandle> handle : threads.invokeAll(creators)) {
                handles.add(handle.get());
            }

            assertThat(handles)
                    .extracting(ClusterHandle::id)
                    .containsOnly(handles.get(0).id());
            assertThat(handles).filteredOn(ClusterHandle::started).hasSize(1);
            assertThat(one.clusters(Lab.HERE).list()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(lab.files().stream().filter(file -> file.endsWith("holder"))).hasSize(2);
    }

    @Test
    void clustersAtOnceDoNotShareHosts() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Drover one = Lab.drover(lab.pretending());
                Drover two = Lab.drover(lab.pretending())) {
            List<Callable<String>> creators = List.of(
                    () -> create(one, 1, RequestKey.of("a")).id().name(),
                    () -> create(two, 1, RequestKey.of("b")).id().name());
            List<String> made = new ArrayList<>();
            for (Future<String> each : threads.invokeAll(creators)) {
                made.add(each.get());
            }

            for (String name : made) {
                ClusterRecord record = ClusterRecord.parse(
                        Files.readString(lab.machine(0).home().resolve(".drover/register/" + name + ".json")));
                assertThat(Stream.concat(record.workers().stream(), Stream.of(record.master())))
                        .allSatisfy(host -> assertThat(link(lab.folder().resolve(host + "/.drover/holder")))
                                .hasToString(name));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Path link(Path file) {
        try {
            return Files.readSymbolicLink(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aConnectionThatBreaksInTheMiddleIsOpenedAnew() throws Exception {
        AtomicInteger count = new AtomicInteger();
        lab.machine(1).onCommand = machine -> {
            if (count.incrementAndGet() % 2 == 0) {
                machine.hangUp();
            }
        };
        try (Drover drover = Lab.drover(lab.pretending())) {
            ClusterHandle cluster = create(drover, 1, key);

            Awaitility.await()
                    .atMost(Lab.PATIENCE)
                    .until(() -> lab.folder(1, cluster)
                            .resolve("worker/phase")
                            .toFile()
                            .exists());
            lab.machine(1).onCommand = machine -> {};
            cluster.terminate();
            assertNothingLeft();
        }
        assertThat(count.get()).isGreaterThan(2);
    }

    @Test
    void aHostThatIsLostInTheMiddleIsToldOfAndClearedLater() throws Exception {
        try (Drover drover = Lab.drover(lab.pretending().connectTimeout(Duration.ofSeconds(2)))) {
            ClusterHandle cluster = create(drover, 1, key);
            Awaitility.await()
                    .atMost(Lab.PATIENCE)
                    .until(() -> lab.folder(1, cluster)
                            .resolve("worker/phase")
                            .toFile()
                            .exists());
            lab.machine(1).stop();

            DroverException left = catchThrowableOfType(DroverException.class, cluster::terminate);

            assertThat(left.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(left).hasMessageContaining("h1 (").hasMessageContaining("Terminate it again");
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.TERMINATING);
            assertThat(cluster.describe().problem()).isPresent();

            lab.machine(1).start();
            try (Drover other = Lab.drover(lab.pretending())) {
                other.cluster(cluster.id()).terminate();
            }
            assertNothingLeft();
        }
    }

    @Test
    void whatAKilledCreatorLeftIsClearedAwayByTheNext() throws Exception {
        HostsOptions options = lab.pretending().build();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Creator.class.getName(),
                String.valueOf(lab.port()),
                options.identities().get(0).toString(),
                options.knownHosts().toString(),
                options.sparkHome().orElseThrow(),
                options.javaHome().orElseThrow(),
                "creation"));
        options.hosts().forEach(host -> command.add(host.address()));
        AtomicReference<Process> creator = new AtomicReference<>();
        AtomicInteger asked = new AtomicInteger();
        // The second thing that this host is asked for is to be taken, the third to have Spark.
        lab.machine(1).onCommand = machine -> {
            if (asked.incrementAndGet() == 3) {
                creator.get().destroyForcibly();
            }
        };
        creator.set(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(lab.folder().resolve("creator.log").toFile())
                .start());
        assertThat(creator.get().waitFor()).isNotZero();
        lab.machine(1).onCommand = machine -> {};
        assertThat(asked.get()).isGreaterThanOrEqualTo(3);

        try (Drover drover = Lab.drover(lab.pretending())) {
            ClusterStatus halfMade = Awaitility.await()
                    .atMost(Lab.PATIENCE)
                    .until(
                            () -> drover.clusters(Lab.HERE).list().get(0),
                            status -> status.problem().isPresent());
            assertThat(halfMade.state()).isEqualTo(ClusterState.STARTING);
            assertThat(halfMade.problem().orElseThrow()).contains("has died");
            assertThat(drover.clusters(Lab.HERE).find(key)).isEmpty();

            ClusterHandle again = create(drover, 1, key);

            assertThat(again.started()).isTrue();
            assertThat(again.id()).isEqualTo(halfMade.id());
            Awaitility.await()
                    .atMost(Lab.PATIENCE)
                    .until(() -> lab.folder(1, again)
                            .resolve("worker/phase")
                            .toFile()
                            .exists());
            again.terminate();
            assertNothingLeft();
        }
    }

    @Test
    void sparkIsCopiedOnceAndOnlyAsItShouldBe() throws Exception {
        Path archive = lab.archive(20 << 20);
        String sha512 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(archive)));
        try (Drover drover = Lab.drover(lab.withArchive(archive, "0".repeat(128)))) {
            ClusterStatus failed = await(create(drover, 1, key), ClusterState.FAILED);
            assertThat(failed.problem().orElseThrow()).contains("another SHA-512 sum");
            assertNothingLeft();
            assertThat(lab.files()).noneMatch(file -> file.contains("/spark/"));
        }
        try (Drover drover = Lab.drover(lab.withArchive(archive, sha512))) {
            ClusterHandle cluster = create(drover, 1, key);
            Awaitility.await()
                    .atMost(Lab.PATIENCE)
                    .until(() -> lab.folder(1, cluster)
                            .resolve("worker/phase")
                            .toFile()
                            .exists());
            Path copy = lab.machine(1).home().resolve(".drover/spark/" + sha512);
            assertThat(copy.resolve("jars/spark-core_2.13-4.2.0.jar")).exists();
            assertThat(lab.files()).noneMatch(file -> file.endsWith(".part"));
            Object before = Files.readAttributes(copy, "unix:ino").get("ino");
            cluster.terminate();
            Files.delete(archive);
            ClusterHandle again = create(drover, 1, key);
            Awaitility.await()
                    .atMost(Lab.PATIENCE)
                    .until(() -> lab.folder(1, again)
                            .resolve("worker/phase")
                            .toFile()
                            .exists());
            assertThat(Files.readAttributes(copy, "unix:ino").get("ino")).isEqualTo(before);
        }
    }

    @Test
    void aDaemonThatDiesIsStartedAgain() throws Exception {
        try (Drover drover = Lab.drover(lab.pretending())) {
            ClusterHandle cluster = create(drover, 1, key);
            ProcessHandle first = Awaitility.await()
                    .atMost(Lab.PATIENCE)
                    .until(() -> daemon(cluster), java.util.Optional::isPresent)
                    .orElseThrow();

            assertThat(first.destroyForcibly()).isTrue();

            Awaitility.await()
                    .atMost(Lab.PATIENCE)
                    .until(() -> daemon(cluster)
                            .filter(next -> next.pid() != first.pid())
                            .isPresent());
            cluster.terminate();
            assertNothingLeft();
            assertThat(daemon(cluster)).isEmpty();
        }
    }

    private java.util.Optional<ProcessHandle> daemon(ClusterHandle cluster) {
        String environment = "PWD=" + lab.folder(1, cluster).resolve("worker");
        return lab.processes().stream()
                .filter(process -> Lab.proc(process, "cmdline").startsWith("sleep")
                        && Lab.proc(process, "environ").contains("SPARK_LOCAL_DIRS")
                        && Lab.proc(process, "environ").contains(environment))
                .findFirst();
    }
}
