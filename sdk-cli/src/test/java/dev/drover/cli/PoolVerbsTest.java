package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.mem.MemRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of pools. */
class PoolVerbsTest {
    private static final String POOLS =
            "pools: {etl: {members: [{cluster: 'mem://eu/a', weight: 3, queues: [q]}, {cluster: 'mem://us/b'}]}}";

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aShell() {
        shell = new Shell(folder).withLedger(POOLS);
        shell.platform.cluster("mem://eu/a");
        shell.platform.cluster("mem://us/b");
    }

    @Test
    void statusAsksEveryCluster() {
        shell.faults.down("mem://us", Duration.ofHours(1));

        Shell.Result table = shell.run("pool", "status");
        JsonNode json = shell.run("--json", "pool", "status", "etl").json();

        assertThat(table.exit()).isZero();
        assertThat(table.lines()).hasSize(3);
        assertThat(table.lines().get(1)).matches("etl +mem://eu/a +3.0 +q +up");
        assertThat(table.lines().get(2)).contains("mem://us/b", "down: ");
        assertThat(json.at("/pools/0/clusters/0/up").asBoolean()).isTrue();
        assertThat(json.at("/pools/0/clusters/1/up").asBoolean()).isFalse();
        assertThat(json.at("/pools/0/clusters/1/reason").asText()).isNotEmpty();
        assertThat(shell.run("pool", "status", "none").exit()).isEqualTo(3);
    }

    @Test
    void aDrainLastsAndAnotherProcessHeedsIt() {
        assertThat(shell.run("pool", "drain", "etl", "mem://eu/a").exit()).isZero();

        IntStream.range(0, 20)
                .forEach(i -> shell.run("job", "submit", "--pool", "etl", "--key", "k/" + i, "--command", "x"));
        assertThat(shell.platform.runs().stream().map(MemRun::id))
                .hasSize(20)
                .allMatch(id -> id.cluster().toString().equals("mem://us/b"));
        assertThat(shell.run("pool", "status").lines().get(1)).endsWith("down: it is drained");

        assertThat(shell.run("pool", "undrain", "etl", "mem://eu/a").exit()).isZero();
        assertThat(shell.run("pool", "status").lines().get(1)).endsWith("up");
        IntStream.range(20, 40)
                .forEach(i -> shell.run("job", "submit", "--pool", "etl", "--key", "k/" + i, "--command", "x"));
        assertThat(shell.platform.runs().stream().map(MemRun::id))
                .anyMatch(id -> id.cluster().toString().equals("mem://eu/a"));
    }

    @Test
    void aDrainThatCouldNotLastIsRefused() {
        shell.withConfig(POOLS);

        Shell.Result result = shell.run("pool", "drain", "etl", "mem://eu/a");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("ledger");
    }

    @Test
    void strangersCannotBeDrained() {
        assertThat(shell.run("pool", "drain", "etl", "mem://eu/stranger").exit())
                .isEqualTo(3);
        assertThat(shell.run("pool", "drain", "none", "mem://eu/a").exit()).isEqualTo(3);
    }
}
