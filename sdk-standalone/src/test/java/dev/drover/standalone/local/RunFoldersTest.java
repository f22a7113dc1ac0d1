package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, owners and leftovers; other JVMs are in {@link LocalClusterOtherJvmTest}. */
class RunFoldersTest {
    private static final ProcessRecord DEAD = new ProcessRecord("owner", 1L << 30, 0);

    @TempDir
    private Path base;

    private RunFolders folders;

    @BeforeEach
    void open() {
        folders = new RunFolders(base);
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        RunFolders.Claim first = folders.claim(record("a", folders.self(), ClusterState.STARTING))
                .orElseThrow();

        assertThat(folders.claim(record("a", folders.self(), ClusterState.STARTING)))
                .isEmpty();
        assertThat(new RunFolders(base).claim(record("a", folders.self(), ClusterState.STARTING)))
                .isEmpty();
        assertThat(folders.living("a")).isPresent();
        assertThat(folders.living()).hasSize(1);
        first.lock().close();
    }

    @Test
    void theNameOfADeadClusterIsFree() throws Exception {
        leave("a", ClusterState.READY);

        assertThat(folders.living("a")).isEmpty();
        Optional<RunFolders.Claim> claim = folders.claim(record("a", folders.self(), ClusterState.STARTING));
        assertThat(claim).isPresent();
        assertThat(base.resolve("a/old")).doesNotExist();
        claim.orElseThrow().lock().close();
    }

    @Test
    void aFailedClusterOfThisJvmMakesRoom() throws Exception {
        RunFolders.Claim claim = folders.claim(record("a", folders.self(), ClusterState.STARTING))
                .orElseThrow();
        claim.folder().write(record("a", folders.self(), ClusterState.FAILED));
        claim.lock().close();

        assertThat(folders.claim(record("a", folders.self(), ClusterState.STARTING)))
                .isPresent();
    }

    @Test
    void sweepingRemovesWhatTheDeadLeftAndKeepsFreshFailures() throws Exception {
        Instant now = Instant.now();
        leave("orphan", ClusterState.READY);
        leave("failed", ClusterState.FAILED);
        leave("long-failed", ClusterState.FAILED);
        Files.setLastModifiedTime(base.resolve("long-failed"), FileTime.from(now.minus(Duration.ofDays(2))));
        Path aside = Files.createDirectory(base.resolve(".new-old"));
        Files.setLastModifiedTime(aside, FileTime.from(now.minus(Duration.ofHours(1))));
        folders.claim(record("mine", folders.self(), ClusterState.READY));

        folders.sweep(now);

        assertThat(base.toFile().list()).containsExactlyInAnyOrder("failed", "mine");
    }

    @Test
    void aRecordIsReadAsItWasWritten() throws Exception {
        RunFolder folder = new RunFolder(base);
        ClusterRecord record = record("a", folders.self(), ClusterState.READY)
                .running(new ClusterRecord.Spark("4.2.0", null), Map.of("spark.a", "b"))
                .answeringAt(new ClusterRecord.Endpoints("spark://h:1", "http://h:2", "http://h:3"))
                .withProcesses(List.of(folders.self()))
                .because("a reason");

        folder.write(record);

        assertThat(folder.read()).contains(record);
    }

    private void leave(String name, ClusterState state) throws Exception {
        Path folder = Files.createDirectory(base.resolve(name));
        Files.createFile(folder.resolve("owner.lock"));
        Files.createFile(folder.resolve("old"));
        new RunFolder(folder).write(record(name, DEAD, state));
    }

    private static ClusterRecord record(String name, ProcessRecord owner, ClusterState state) {
        return new ClusterRecord(
                UUID.randomUUID().toString(), name, owner, state, "", null, 1, Map.of(), null, null, List.of());
    }
}
