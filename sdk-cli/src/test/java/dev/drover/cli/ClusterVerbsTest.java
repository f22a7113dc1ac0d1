package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Resources;
import dev.drover.testkit.mem.ClusterScript;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of clusters. */
class ClusterVerbsTest {
    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aShell() {
        shell = new Shell(folder).withLedger();
    }

    private ClusterId made() {
        assertThat(shell.platform.livingClusters()).hasSize(1);
        return shell.platform.livingClusters().get(0);
    }

    @Test
    void createPrintsTheId() {
        Shell.Result result = shell.run("cluster", "create", "mem://eu", "--key", "etl/cluster", "--workers", "3");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.lines()).containsExactly(made().toString());
        assertThat(shell.run("cluster", "create", "mem://eu", "--key", "etl/cluster", "--workers", "3")
                        .err())
                .contains("It was there already");
        made();
    }

    @Test
    void allOptionsReachTheSpec() {
        shell.withFile("Install It.sh", "echo hello\n");
        Shell.Result result = shell.run(
                "cluster",
                "create",
                "mem://eu",
                "--workers",
                "3",
                "--worker",
                "4x16GiB",
                "--spark",
                "4.2.0",
                "--idle-timeout",
                "30m",
                "--max-age",
                "1d",
                "--conf",
                "spark.a=b",
                "--label",
                "team=x",
                "--bootstrap",
                folder.resolve("Install It.sh").toString());

        assertThat(result.exit()).as(result.err()).isZero();
        ClusterSpec spec = shell.platform.spec(made()).orElseThrow();
        assertThat(spec.workers()).isEqualTo(3);
        assertThat(spec.worker()).isEqualTo(Resources.of(4, 16 * 1024));
        assertThat(spec.sparkVersion()).contains("4.2.0");
        assertThat(spec.idleTimeout()).contains(Duration.ofMinutes(30));
        assertThat(spec.maxAge()).contains(Duration.ofDays(1));
        assertThat(spec.conf()).containsEntry("spark.a", "b");
        assertThat(spec.labels()).containsEntry("team", "x");
        assertThat(spec.bootstrapActions()).hasSize(1);
        assertThat(spec.bootstrapActions().get(0).name()).isEqualTo("install-it");
    }

    @Test
    void createWaitsUntilItIsReady() {
        Shell.Result result = shell.run("--json", "cluster", "create", "mem://eu", "--workers", "2", "--wait");

        assertThat(result.exit()).isZero();
        assertThat(result.json().at("/cluster/state").asText()).isEqualTo("READY");
        assertThat(result.json().at("/cluster/workers").asInt()).isEqualTo(2);
        assertThat(result.json().path("started").asBoolean()).isTrue();
    }

    @Test
    void aClusterThatFailsIsAFailure() {
        shell.platform.onCreate(spec -> true, ClusterScript.fail(Duration.ofMinutes(1), "no capacity"));

        Shell.Result result = shell.run("cluster", "create", "mem://eu", "--wait");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("no capacity");
    }

    @Test
    void anInterruptLeavesItStarting() {
        shell.interrupts = new Shell.InterruptedAtOnce();

        Shell.Result result = shell.run("cluster", "create", "mem://eu", "--wait");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("drover cluster info " + made(), "drover cluster kill " + made());
    }

    @Test
    void aLocalClusterWouldEndWithTheCommand() {
        Shell.Result result = shell.run("cluster", "create", "local://localhost");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("UNSUPPORTED", "--new-cluster local://localhost");
    }

    @Test
    void planSaysWhatCreateWouldDo() {
        String[] options = {"mem://eu", "--key", "etl/cluster", "--workers", "2"};
        Shell.Result before =
                shell.run("--json", "cluster", "plan", "mem://eu", "--key", "etl/cluster", "--workers", "2");
        shell.run("cluster", "create", "mem://eu", "--key", "etl/cluster", "--workers", "2", "--wait");
        Shell.Result same =
                shell.run("--json", "cluster", "plan", "mem://eu", "--key", "etl/cluster", "--workers", "2");
        Shell.Result more =
                shell.run("--json", "cluster", "plan", "mem://eu", "--key", "etl/cluster", "--workers", "5");

        assertThat(options).hasSize(5);
        assertThat(before.json().path("change").asText()).isEqualTo("create");
        assertThat(before.json().path("creates")).isNotEmpty();
        assertThat(same.json().path("change").asText()).isEqualTo("none");
        assertThat(more.json().path("change").asText()).isEqualTo("resize");
        assertThat(more.json().path("to").asInt()).isEqualTo(5);
        assertThat(shell.run("cluster", "plan", "mem://eu").out()).startsWith("+ ");
    }

    @Test
    void templatesAndDeclaredClusters() {
        shell.withFile("etl.cluster.yaml", """
                inputs:
                  workers: {type: integer, default: 2}
                location: mem://eu
                key: [etl, cluster]
                spec:
                  workers: ${inputs.workers}
                outputs:
                  where: ${cluster.id}
                """);
        shell.withLedger("clusters: {etl: {location: 'mem://us', spec: {workers: 4}}}");
        String file = folder.resolve("etl.cluster.yaml").toString();

        Shell.Result filled = shell.run("cluster", "create", "-f", file, "--input", "workers=3", "--wait");
        Shell.Result declared = shell.run("cluster", "create", "etl");

        assertThat(filled.exit()).as(filled.err()).isZero();
        ClusterId first = ClusterId.parse(filled.lines().get(0));
        assertThat(shell.platform.spec(first).orElseThrow().workers()).isEqualTo(3);
        assertThat(filled.lines()).contains("where = " + first);
        assertThat(shell.platform
                        .spec(ClusterId.parse(declared.out().strip()))
                        .orElseThrow()
                        .workers())
                .isEqualTo(4);
        assertThat(shell.run("job", "submit", "--on", "etl", "--command", "sync")
                        .out())
                .startsWith("mem://us/");
        assertThat(shell.run("cluster", "create", "etc").exit()).isEqualTo(3);
        assertThat(shell.run("cluster", "create", "etl", "--workers", "3").exit())
                .isEqualTo(2);
        assertThat(shell.run("cluster", "create", "mem://eu", "-f", file).exit())
                .isEqualTo(2);
        assertThat(shell.run("cluster", "create").exit()).isEqualTo(2);
    }

    @Test
    void infoShowsTheMachines() {
        shell.run("cluster", "create", "mem://eu", "--workers", "2", "--wait");

        Shell.Result result = shell.run("cluster", "info", made().toString());

        assertThat(result.lines().get(0)).isEqualTo(made().toString());
        assertThat(result.out()).contains("state    READY", "ROLE", "MASTER", "WORKER");
        assertThat(shell.run("cluster", "info", "mem://eu/none").exit()).isEqualTo(3);
    }

    @Test
    void resizeAddAndRemove() {
        shell.run("cluster", "create", "mem://eu", "--workers", "2", "--wait");
        String id = made().toString();

        assertThat(shell.run("--json", "cluster", "resize", id, "4")
                        .json()
                        .path("workers")
                        .asInt())
                .isEqualTo(4);
        shell.clock.advance(Duration.ofMinutes(5));
        assertThat(shell.run("--json", "cluster", "add", id, "2")
                        .json()
                        .path("workers")
                        .asInt())
                .isEqualTo(6);
        shell.clock.advance(Duration.ofMinutes(5));
        assertThat(shell.run("--json", "cluster", "remove", id, "5")
                        .json()
                        .path("workers")
                        .asInt())
                .isEqualTo(1);
        shell.clock.advance(Duration.ofMinutes(5));
        assertThat(shell.run("--json", "cluster", "info", id)
                        .json()
                        .path("workers")
                        .asInt())
                .isEqualTo(1);
        assertThat(shell.run("cluster", "add", id, "0").exit()).isEqualTo(2);
        assertThat(shell.run("cluster", "resize", id, "many").exit()).isEqualTo(2);
    }

    @Test
    void whatAPlatformCannotDoIsSaidPlainly() {
        shell.run("cluster", "create", "mem://eu", "--wait");
        String id = made().toString();
        String script = folder.resolve("drover.yaml").toString();

        for (String[] args : new String[][] {
            {"cluster", "add", id, "host-1"}, {"cluster", "detach", id}, {"cluster", "run-script", id, script}
        }) {
            Shell.Result result = shell.run(args);
            assertThat(result.exit()).as(String.join(" ", args)).isEqualTo(3);
            assertThat(result.err()).contains("UNSUPPORTED");
        }
    }

    @Test
    void killEndsThem() {
        shell.run("cluster", "create", "mem://eu");
        String id = made().toString();

        assertThat(shell.run("cluster", "kill", id).lines()).containsExactly(id + " was asked to end");
        assertThat(shell.platform.livingClusters()).isEmpty();
        assertThat(shell.run("cluster", "kill", "nonsense").exit()).isEqualTo(2);
    }

    @Test
    void listShowsThoseThatAnswer() {
        shell.withLedger(
                "pools: {p: {members: [{cluster: 'mem://us/b'}]}}", "clusters: {c: {location: 'mem://eu', spec: {}}}");
        shell.run("cluster", "create", "c");
        ClusterId id = made();

        Shell.Result named = shell.run("cluster", "list", "mem://eu");
        assertThat(named.exit()).isZero();
        assertThat(named.out()).contains(id.toString());
        shell.faults.down("mem://us", Duration.ofHours(1));
        Shell.Result all = shell.run("--json", "cluster", "list");

        assertThat(all.exit()).isEqualTo(3);
        assertThat(all.json().at("/clusters/0/id").asText()).isEqualTo(id.toString());
        assertThat(all.json().at("/failed/0/where").asText()).isEqualTo("mem://us");
        shell.withConfig("{}");
        assertThat(shell.run("cluster", "list").exit()).isEqualTo(2);
    }

    @Test
    void reapListsAndEndsOnRequestWhatIsIdle() {
        shell.run("cluster", "create", "mem://eu", "--key", "idle", "--wait");
        String idle = made().toString();
        shell.run("job", "submit", "--on", idle, "--wait", "--command", "x");
        String busy = shell.run("cluster", "create", "mem://eu", "--key", "busy", "--wait")
                .out()
                .strip();
        shell.platform.onJob(job -> true, dev.drover.testkit.mem.JobScript.hang());
        String job =
                shell.run("job", "submit", "--on", busy, "--command", "x").out().strip();

        JsonNode all = shell.run("--json", "cluster", "reap", "mem://eu").json().path("clusters");
        JsonNode tooSoon = shell.run("--json", "cluster", "reap", "--idle", "2h", "mem://eu")
                .json()
                .path("clusters");
        shell.clock.advance(Duration.ofHours(3));
        JsonNode listed = shell.run("--json", "cluster", "reap", "--idle", "2h", "mem://eu")
                .json()
                .path("clusters");

        assertThat(all).hasSize(2);
        assertThat(all.findValuesAsText("activeJobs")).containsExactlyInAnyOrder("0", "1");
        assertThat(tooSoon).isEmpty();
        assertThat(listed.findValuesAsText("id")).contains(idle).doesNotContain(busy);
        assertThat(shell.platform.livingClusters()).hasSize(2);
        assertThat(shell.run("cluster", "reap", "--idle", "2h", "--end", "mem://eu")
                        .out())
                .contains(idle, "ending");
        assertThat(shell.platform.livingClusters()).hasToString("[" + busy + "]");
        shell.run("job", "cancel", job);
    }
}
