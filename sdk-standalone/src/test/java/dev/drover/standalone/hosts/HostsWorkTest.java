package dev.drover.standalone.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterHandle;
import dev.drover.ClusterNode;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.NodeResult;
import dev.drover.RequestKey;
import dev.drover.bootstrap.BootstrapAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What can be done with one cluster of real Spark: a master on h0, a worker on h1, and h2 free. */
@TestInstance(Lifecycle.PER_CLASS)
class HostsWorkTest {
    private static final String NASTY = "it's \"quoted\" $HOME `id` %s \\ * äöü€ ;&|\n-n";

    private final Lab lab = new Lab(3);
    private final Drover drover = lab.drover();
    private final RequestKey key = RequestKey.of("work", "it's $HOME");
    private ClusterHandle cluster;

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = drover.clusters(Lab.HERE)
                .create(
                        Lab.workers(1)
                                .bootstrap(BootstrapAction.script(
                                                "mark", "printf '%s|%s|%s' \"$DROVER_ROLE\" \"$1\" \"$TEXT\" >\"$HOME/mark\"")
                                        .args(NASTY)
                                        .env("TEXT", NASTY)
                                        .build())
                                .build(),
                        key);
        cluster.awaitReady(Lab.PATIENCE);
    }

    @AfterAll
    void close() {
        drover.close();
        lab.close();
    }

    @Test
    void bootstrapActionsRanOnEveryNodeWithWhatTheyWereGiven() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(Files.readString(lab.machine(i).home().resolve("mark")))
                    .isEqualTo((i == 0 ? "master" : "worker") + "|" + NASTY + "|" + NASTY);
        }
    }

    @Test
    void eachNodeHasItsStateAndAddress() {
        ClusterStatus status = cluster.describe();

        assertThat(status.sparkVersion()).contains("4.2.0");
        assertThat(status.nodes()).extracting(ClusterNode::id).containsExactly("h0", "h1");
        ClusterNode worker = status.nodes(Role.WORKER).get(0);
        assertThat(worker.address()).isEqualTo(lab.machine(1).address() + ":7078");
        assertThat(worker.state()).isEqualTo("ALIVE");
        assertThat(worker.cores()).isEqualTo(1);
        assertThat(status.metrics()).isNotEmpty();
    }

    @Test
    void aScriptRunsOnEveryNodeAndTellsItsOutputAndExitCode() {
        BootstrapAction script = BootstrapAction.script(
                        "probe", "printf '%s:%s:%s' \"$DROVER_ROLE\" \"$1\" \"$2\"; echo oh >&2; [[ $DROVER_ROLE == master ]] || exit 3")
                .args(NASTY, "")
                .build();

        List<NodeResult> results = cluster.nodes().run(script);

        assertThat(results)
                .containsExactly(
                        NodeResult.ended("h0", 0, "master:" + NASTY + ":oh\n"),
                        NodeResult.ended("h1", 3, "worker:" + NASTY + ":oh\n"));
        assertThat(results).extracting(NodeResult::succeeded).containsExactly(true, false);
    }

    @Test
    void aScriptThatTakesTooLongIsKilled() {
        List<NodeResult> results = cluster.nodes()
                .run(BootstrapAction.script("slow", "echo begun; sleep 60")
                        .timeout(Duration.ofSeconds(1))
                        .build());

        assertThat(results).allSatisfy(result -> {
            assertThat(result.exitCode()).hasValue(124);
            assertThat(result.output()).isEqualTo("begun\n");
        });
    }

    @Test
    void filesArePutAndGotWhateverTheirNames() throws Exception {
        String path = "deep/-it's \"$HOME\" `id` äöü\n*/file";
        byte[] bytes = new byte[200_000];
        new java.util.Random(1).nextBytes(bytes);

        assertThat(cluster.nodes().put(Content.of(bytes), path)).allMatch(NodeResult::succeeded).hasSize(2);

        Path there = lab.machine(1).home().resolve(path);
        assertThat(there).hasBinaryContent(bytes);
        assertThat(there.getParent()).isDirectoryNotContaining(file -> !file.equals(there));
        Path target = lab.folder().resolve("got");
        cluster.nodes().get("h1", path, target);
        assertThat(target).hasBinaryContent(bytes);
        assertThatThrownBy(() -> cluster.nodes().get("h1", "nothing", target))
                .isInstanceOfSatisfying(DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessageContaining("nothing");
        assertThat(target).hasBinaryContent(bytes);
        assertThatThrownBy(() -> cluster.nodes().get("h2", path, target)).hasMessageContaining("no node 'h2'");
    }

    @Test
    void workersComeAndGoByName() throws Exception {
        cluster.nodes().add(List.of("h2", "h1"));
        ClusterStatus two = cluster.awaitReady(Lab.PATIENCE);
        assertThat(two.nodes(Role.WORKER)).extracting(ClusterNode::id).containsExactly("h1", "h2");
        assertThat(lab.machine(2).home().resolve("mark")).exists();
        assertThatThrownBy(() -> cluster.nodes().remove(List.of("h1", "h2")))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));

        cluster.nodes().remove(List.of("h2"));
        cluster.nodes().remove(List.of("h2"));

        assertThat(cluster.awaitReady(Lab.PATIENCE).nodes(Role.WORKER))
                .extracting(ClusterNode::id)
                .containsExactly("h1");
        assertThat(lab.folder(2, cluster)).doesNotExist();
        assertThatThrownBy(() -> cluster.nodes().add(List.of("h9")))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("h9");
    }

    @Test
    void aDetachedClusterIsOutOfSightUntilItsKeyTakesItBack() {
        cluster.detach();

        try (Drover other = lab.drover()) {
            assertThat(other.clusters(Lab.HERE).find(key)).isEmpty();
            assertThat(other.clusters(Lab.HERE).list()).isEmpty();
            assertThat(other.cluster(cluster.id()).describe().state()).isEqualTo(ClusterState.READY);

            ClusterHandle back = other.clusters(Lab.HERE).create(Lab.workers(1).build(), key);

            assertThat(back.id()).isEqualTo(cluster.id());
            assertThat(back.started()).isFalse();
            assertThat(other.clusters(Lab.HERE).find(key)).isPresent();
        }
    }

    @Test
    void itNeedsNoConnection() throws Exception {
        lab.machine(0).hangUp();
        lab.machine(1).hangUp();

        assertThat(cluster.describe().state()).isEqualTo(ClusterState.READY);
    }

    @Test
    void nobodyElseSeesItsSecrets() throws Exception {
        assertThat(lab.machine(0).commands()).containsOnly("exec bash -s");
        ClusterRecord record = ClusterRecord.parse(Files.readString(lab.machine(0)
                .home()
                .resolve(".drover/register/" + cluster.id().name() + ".json")));
        assertThat(record.toString()).doesNotContain(record.authSecret()).doesNotContain(record.signingKey());
        List<ProcessHandle> processes = lab.processes();
        assertThat(processes).hasSizeGreaterThan(2).allSatisfy(process -> {
            String seen = Lab.proc(process, "cmdline") + Lab.proc(process, "environ");
            assertThat(seen).doesNotContain(record.authSecret()).doesNotContain(record.signingKey());
        });
        for (int i = 0; i < 2; i++) {
            try (Stream<Path> files = Files.walk(lab.machine(i).home().resolve(".drover"))) {
                assertThat(files.filter(file -> !Files.isSymbolicLink(file)))
                        .allSatisfy(file -> assertThat(permissions(file)).endsWith("------"));
            }
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException gone) {
            return "------";
        }
    }
}
