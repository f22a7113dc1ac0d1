package dev.drover.samples.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterHandle;
import dev.drover.ClusterSpec;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobLogs.Source;
import dev.drover.JobState;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.config.DroverConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the conformance tests do not ask for: lost answers, ids that lead elsewhere, what stays behind. */
class FolderProviderTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Path root;
    private Drover drover;
    private ClusterHandle cluster;

    @BeforeEach
    void makeCluster() {
        root = folder.resolve("clusters");
        drover = Drover.builder()
                .configure("folder://lab", FolderOptions.of(root))
                .build();
        cluster = drover.clusters("folder://lab").create(ClusterSpec.builder().build(), RequestKey.of("lab"));
    }

    @AfterEach
    void endCluster() {
        cluster.terminate();
        drover.close();
    }

    private JobHandle sleep(RequestKey key) {
        return drover.jobs(cluster.id()).submit(Command.of("sleep").args("600").build(), key);
    }

    private Path folder(JobHandle run) {
        return root.resolve(cluster.id().name()).resolve(run.id().nativeId());
    }

    private static ProcessHandle process(Path record) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(record).strip()))
                .orElseThrow();
    }

    private void awaitRunning(JobHandle run) {
        Awaitility.await().atMost(PATIENCE).until(() -> run.status().state() == JobState.RUNNING);
    }

    @Test
    void aLostAnswerStartsNoSecondRun() throws Exception {
        LostAnswers lossy = new LostAnswers(new FolderProviderFactory());
        try (Drover other = Drover.builder()
                .factories(List.of(lossy))
                .configure("folder://lab", FolderOptions.of(root))
                .build()) {
            JobHandle run = other.jobs(cluster.id())
                    .submit(Command.of("echo").args("once").build(), RequestKey.of("etl"));

            assertThat(run.awaitSuccess(PATIENCE).state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(lossy.lost()).isEqualTo(1);
            assertThat(runs()).containsExactly(folder(run));
        }
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> folders = Files.list(root.resolve(cluster.id().name()))) {
            return folders.toList();
        }
    }

    @Test
    void aClusterThatEndsTakesItsRunsAlongAndLeavesNothing() throws IOException {
        JobHandle run = sleep(RequestKey.of("etl"));
        awaitRunning(run);
        ProcessHandle driver = process(folder(run).resolve("driver"));
        ProcessHandle supervisor = process(folder(run).resolve("supervisor"));

        cluster.terminate();

        Awaitility.await().atMost(PATIENCE).until(() -> !driver.isAlive() && !supervisor.isAlive());
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whatAProcessThatDiedWhileItEndedAClusterLeftIsEndedByTheNext() throws IOException {
        JobHandle run = sleep(RequestKey.of("etl"));
        awaitRunning(run);
        ProcessHandle driver = process(folder(run).resolve("driver"));
        Files.move(
                root.resolve(cluster.id().name()),
                root.resolve(".ending-" + cluster.id().name()));

        cluster.terminate();

        Awaitility.await().atMost(PATIENCE).until(() -> !driver.isAlive());
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aRunThatWentDownWithItsMachineIsLost() throws IOException {
        JobHandle run = sleep(RequestKey.of("etl"));
        awaitRunning(run);
        for (String role : List.of("supervisor", "driver")) {
            process(folder(run).resolve(role)).destroyForcibly();
            Files.setLastModifiedTime(
                    folder(run).resolve(role), FileTime.from(Instant.now().minusSeconds(3600)));
        }

        Awaitility.await().atMost(PATIENCE).until(() -> run.status().state() == JobState.LOST);
    }

    @Test
    void idsAndLogsLeadNowhereElse() throws IOException {
        JobHandle run = sleep(RequestKey.of("etl"));
        Files.createDirectory(root.resolveSibling("elsewhere"));

        for (String name : List.of(
                "..",
                ".",
                "../" + cluster.id().name(),
                "../../elsewhere",
                "x/../" + run.id().nativeId())) {
            assertNotFound(() -> drover.job(cluster.id().job(name)).status());
        }
        assertNotFound(
                () -> drover.cluster(cluster.id().location().cluster("..")).describe());
        assertNotFound(() -> run.logs().read(new Source("../../../etc/passwd"), 0, 100));
        assertNotFound(() -> run.logs().read(new Source("driver"), 0, 100));
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void programsNamedLikeWordsOfTheShellAreStillPrograms() throws Exception {
        JobHandle run = drover.jobs(cluster.id())
                .submit(Command.of("eval").args("touch stolen").build(), RequestKey.of("etl"));

        assertThat(run.await(PATIENCE).exitCode()).hasValue(127);
        assertThat(folder(run).resolve("stolen")).doesNotExist();
    }

    @Test
    void onlyTheOwnerCanLookIntoARun() throws Exception {
        JobHandle run = sleep(RequestKey.of("etl"));

        assertThat(Files.getPosixFilePermissions(folder(run))).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theFolderCanStandInTheConfiguration() {
        String yaml = "locations:\n  folder://lab:\n    root: " + root + "\n";
        try (Drover configured =
                DroverConfig.standard().parse(root.resolve("drover.yaml"), yaml).build()) {
            assertThat(configured.cluster(cluster.id()).describe().id()).isEqualTo(cluster.id());
        }
        assertThatThrownBy(
                        () -> Drover.builder().build().clusters("folder://lab").list())
                .hasMessageContaining("FolderOptions");
    }

    @Test
    void aClusterIsThisMachine() {
        assertThatThrownBy(() -> drover.clusters("folder://lab")
                        .create(
                                ClusterSpec.builder()
                                        .workers(2, Resources.of(1, 1024))
                                        .build(),
                                RequestKey.of("two")))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
