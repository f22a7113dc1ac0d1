package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterHandle;
import dev.drover.ClusterState;
import dev.drover.Drover;
import dev.drover.RequestKey;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clusters between JVMs: found, used and ended by others, and gone with their owner. */
class LocalClusterOtherJvmTest {
    private static final String KEY = "shared";

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
    void anotherJvmFindsDescribesAndEndsTheCluster() throws Exception {
        ClusterHandle cluster =
                drover.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), RequestKey.of(KEY));
        cluster.awaitReady(Sandbox.PATIENCE);

        try (OtherJvm other = new OtherJvm(sandbox.runs(), KEY, "find")) {
            assertThat(other.answer()).isEqualTo("READY 2");
            assertThat(other.answer()).startsWith("CONFLICT").contains("another JVM");
            assertThat(other.answer()).isEqualTo("false");
        }

        sandbox.awaitNoProcesses();
        Awaitility.await()
                .atMost(Sandbox.PATIENCE)
                .until(() -> sandbox.folders().isEmpty());
        assertThat(drover.clusters(Sandbox.HERE).find(RequestKey.of(KEY))).isEmpty();
    }

    @Test
    void jvmsThatWantTheSameKeyShareOneCluster() throws Exception {
        try (OtherJvm one = new OtherJvm(sandbox.runs(), KEY, "create");
                OtherJvm two = new OtherJvm(sandbox.runs(), KEY, "create")) {
            String[] first = one.answer().split(" ", -1);
            String[] second = two.answer().split(" ", -1);
            assertThat(first[0]).isEqualTo(second[0]);
            assertThat(List.of(first[1], second[1])).containsExactlyInAnyOrder("true", "false");
            assertThat(one.answer()).isEqualTo("READY");
            assertThat(two.answer()).isEqualTo("READY");
            assertThat(sandbox.folders()).hasSize(1);
        }
    }

    @Test
    void whatRunsOnAClusterEndsWithItsJvm() throws Exception {
        try (OtherJvm owner = new OtherJvm(sandbox.runs(), KEY, "work")) {
            assertThat(owner.answer()).isEqualTo("RUNNING");
            Awaitility.await().atMost(Sandbox.PATIENCE).until(LocalClusterOtherJvmTest::isWorking);
            owner.kill();
        }

        sandbox.awaitNoProcesses();
        Awaitility.await().atMost(Sandbox.PATIENCE).until(() -> !isWorking());
    }

    private static boolean isWorking() {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> Sandbox.commandLine(process).startsWith("sleep\0" + OtherJvm.SECONDS));
    }

    @Test
    void aClusterEndsWithItsJvmAndMakesRoomForAnother() throws Exception {
        try (OtherJvm owner = new OtherJvm(sandbox.runs(), KEY, "create")) {
            owner.answer();
            assertThat(owner.answer()).isEqualTo("READY");
            assertThat(sandbox.processes()).hasSizeGreaterThanOrEqualTo(2);
            owner.kill();
        }

        Awaitility.await()
                .atMost(Sandbox.PATIENCE)
                .until(() -> sandbox.processes().isEmpty());
        assertThat(drover.clusters(Sandbox.HERE).find(RequestKey.of(KEY))).isEmpty();
        ClusterHandle dead = drover.cluster(drover.clusters(Sandbox.HERE)
                .location()
                .cluster(sandbox.folders().get(0)));
        assertThat(dead.describe().state()).isEqualTo(ClusterState.FAILED);
        assertThat(dead.describe().problem())
                .hasValueSatisfying(why -> assertThat(why).contains("JVM that owned it"));

        ClusterHandle next =
                drover.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), RequestKey.of(KEY));
        assertThat(next.started()).isTrue();
        next.awaitReady(Sandbox.PATIENCE);
        assertThat(sandbox.folders()).containsExactly(next.id().name());
    }
}
