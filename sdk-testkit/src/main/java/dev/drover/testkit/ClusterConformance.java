package dev.drover.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Capability;
import dev.drover.ClusterHandle;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterPlan;
import dev.drover.ClusterProvider;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of clusters. A provider extends this class; its tests share one cluster and make a second one. */
@ExtendWith(ConformanceReport.class)
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ClusterConformance {
    private final RequestKey key = RequestKey.random();
    private ClusterProvider clusters;
    private ClusterHandle shared;

    /** The Drover that the tests go through; kept open by the subclass. */
    protected abstract Drover drover();

    /** A second one that shares nothing with the first but its configuration, as in another JVM; closed by the tests. */
    protected abstract Drover newDrover();

    /** Where clusters are made, such as {@code local://localhost}. */
    protected abstract String location();

    /** A small cluster of one worker, or of the fewest with which a cluster can be resized. */
    protected abstract ClusterSpec oneWorker();

    /** How long a small cluster may take. */
    protected Duration patience() {
        return Duration.ofMinutes(2);
    }

    /** How many worker nodes that small cluster shows; 0 where machines come and go with the jobs. */
    protected int workerNodes() {
        return 1;
    }

    /** The time that passes on the platform; by default the machine's. */
    protected DroverClock clock() {
        return DroverClock.system();
    }

    @BeforeAll
    final void makeCluster() throws InterruptedException {
        clusters = drover().clusters(location());
        shared = clusters.create(oneWorker(), key);
        shared.awaitReady(patience());
    }

    @AfterAll
    final void endCluster() {
        shared.terminate();
    }

    @Test
    void aReadyClusterShowsItsNodes() {
        ClusterStatus status = shared.describe();

        assertThat(shared.started()).isTrue();
        assertThat(status.id()).isEqualTo(shared.id());
        assertThat(status.state()).isEqualTo(ClusterState.READY);
        assertThat(status.nodes(Role.WORKER)).hasSize(workerNodes());
        assertThat(clusters.list()).extracting(ClusterStatus::id).contains(shared.id());
    }

    @Test
    void theSameKeyGivesTheSameClusterInEveryProcess() {
        assertThat(clusters.create(oneWorker(), key).id()).isEqualTo(shared.id());
        try (Drover other = newDrover()) {
            ClusterHandle found = other.clusters(location()).create(oneWorker(), key);
            assertThat(found.id()).isEqualTo(shared.id());
            assertThat(found.started()).isFalse();
            assertThat(other.clusters(location()).find(key)).isPresent();
            assertThat(other.cluster(shared.id()).describe().state()).isEqualTo(ClusterState.READY);
            assertThat(other.clusters(location()).find(RequestKey.random())).isEmpty();
        }
        assertThat(shared.describe().state())
                .as("closing the other Drover leaves it alone")
                .isEqualTo(ClusterState.READY);
    }

    @Test
    void anUnknownClusterIsNotFound() {
        ClusterHandle stranger = drover().cluster(shared.id().location().cluster("no-such-cluster"));

        assertThatThrownBy(stranger::describe)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        stranger.terminate();
    }

    @Test
    void manyThreadsMakeOneClusterWhichResizesAndEndsForGood(Shown shown) throws Exception {
        RequestKey another = RequestKey.random();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Set<ClusterHandle> handles = new HashSet<>();
        try {
            Callable<ClusterHandle> create = () -> clusters.create(oneWorker(), another);
            for (Future<ClusterHandle> handle : threads.invokeAll(Collections.nCopies(4, create))) {
                handles.add(handle.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(handles)
                .extracting(ClusterHandle::id)
                .containsOnly(handles.iterator().next().id());
        ClusterHandle cluster = handles.iterator().next();
        cluster.awaitReady(patience());

        Set<Capability> capabilities = drover().capabilities(cluster.id().scheme());
        shown.note(Capability.CREATE_CLUSTER, capabilities.contains(Capability.CREATE_CLUSTER));
        if (shown.note(Capability.RESIZE_CLUSTER, capabilities.contains(Capability.RESIZE_CLUSTER))) {
            int few = oneWorker().workers();
            int nodes = workerNodes();
            cluster.resize(few + 1);
            assertThat(cluster.awaitReady(patience()).nodes(Role.WORKER)).hasSize(nodes == 0 ? 0 : nodes + 1);
            cluster.resize(few);
            assertThat(cluster.awaitReady(patience()).nodes(Role.WORKER)).hasSize(nodes);
        } else {
            assertThatThrownBy(() -> cluster.resize(2))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        }

        cluster.terminate();
        cluster.terminate();
        awaitEnd(cluster);
        assertThat(clusters.find(another)).isEmpty();
        assertThat(clusters.list()).extracting(ClusterStatus::id).doesNotContain(cluster.id());
    }

    private void awaitEnd(ClusterHandle cluster) throws InterruptedException {
        Instant end = clock().instant().plus(patience());
        while (!ended(cluster)) {
            assertThat(clock().instant()).as("time to end").isBefore(end);
            clock().sleep(Duration.ofMillis(50));
        }
    }

    private static boolean ended(ClusterHandle cluster) {
        try {
            return cluster.describe().state().terminal();
        } catch (DroverException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
            return true;
        }
    }

    @Test
    void aPlanMakesNothing() {
        int before = clusters.list().size();

        ClusterPlan plan = clusters.plan(oneWorker());

        assertThat(plan.creates()).isNotEmpty();
        assertThat(plan.problems()).isEmpty();
        assertThat(clusters.list()).hasSize(before);
    }
}
