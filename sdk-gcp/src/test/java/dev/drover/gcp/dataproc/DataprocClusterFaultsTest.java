package dev.drover.gcp.dataproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterStatus.State;
import dev.drover.Attempt;
import dev.drover.ClusterHandle;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Scaling;
import dev.drover.gcp.fake.FakeClusters.Trouble;
import dev.drover.gcp.fake.RpcFault;
import dev.drover.testkit.ManualClock;
import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes of trouble on the wire: nothing is made twice, nothing is left behind, and the error says what to do. */
class DataprocClusterFaultsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final ManualClock clock = ManualClock.auto();
    private final RequestKey key = RequestKey.of("etl", "day");
    private DataprocWorld world;
    private Drover drover;

    @BeforeEach
    void start() {
        world = DataprocWorld.idle(clock);
        drover = drover(Duration.ofMinutes(15));
    }

    @AfterEach
    void stop() {
        drover.close();
        world.close();
        assertThat(world.rpc.unused())
                .as("planned faults that did not come to pass")
                .isEmpty();
    }

    private Drover drover(Duration timeout) {
        return world.builder(clock, options -> options)
                .operationTimeout(timeout)
                .build();
    }

    private static ClusterSpec.Builder two() {
        return ClusterSpec.builder().workers(2, Resources.of(2, 2048));
    }

    private ClusterHandle create() {
        return create(two());
    }

    private ClusterHandle create(ClusterSpec.Builder spec) {
        return drover.clusters(DataprocWorld.HERE).create(spec.build(), key);
    }

    private DroverException refused() {
        return catchThrowableOfType(DroverException.class, this::create);
    }

    private String uuid(ClusterHandle cluster) {
        return world.clusters
                .cluster(cluster.id().name())
                .map(Cluster::getClusterUuid)
                .orElse("none");
    }

    private static RpcFault unavailable() {
        return RpcFault.refuse(Code.UNAVAILABLE, "The service is currently unavailable.");
    }

    // Making

    @Test
    void aLostAnswerMakesOneCluster() throws InterruptedException {
        world.rpc.next("CreateCluster", new RpcFault.LoseResponse());

        ClusterHandle cluster = create();

        assertThat(world.rpc.calls("CreateCluster")).isEqualTo(2);
        assertThat(world.clusters.clusters())
                .extracting(Cluster::getClusterName)
                .containsExactly(cluster.id().name());
        assertThat(cluster.started()).isTrue();
        assertThat(cluster.awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(2);
    }

    @Test
    void aLostRequestIsSentAgain() {
        world.rpc.next("CreateCluster", new RpcFault.LoseRequest());

        create();

        assertThat(world.rpc.calls("CreateCluster")).isEqualTo(2);
        assertThat(world.clusters.clusters()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"INTERNAL", "UNAVAILABLE", "UNKNOWN", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED"})
    void aRequestThatIsRefusedAndAcceptedAllTheSameMakesOneCluster(Code code) {
        world.rpc.next("CreateCluster", new RpcFault.RefuseAfterEffect(code, "too many requests per minute"));

        create();

        assertThat(world.rpc.calls("CreateCluster")).isEqualTo(2);
        assertThat(world.clusters.clusters()).hasSize(1);
    }

    @Test
    void aStormThatHasHiddenAClusterIsResolvedByLooking() {
        world.rpc.next("CreateCluster", new RpcFault.LoseResponse());
        world.rpc.always("CreateCluster", unavailable());

        ClusterHandle cluster = create();

        assertThat(world.clusters.clusters())
                .extracting(Cluster::getClusterName)
                .containsExactly(cluster.id().name());
    }

    @Test
    void aStormEndsInAnUnknownOutcomeWhichTheNextProcessResolves() {
        world.rpc.always("CreateCluster", unavailable());
        try (Drover first = drover(Duration.ofMinutes(1))) {
            assertThatThrownBy(() -> first.clusters(DataprocWorld.HERE).create(two().build(), key))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
        world.rpc.recover("CreateCluster");

        create();

        assertThat(world.clusters.clusters()).hasSize(1);
    }

    @Test
    void aBusyServiceIsGivenTheTimeItAsksFor() {
        world.rpc.next("CreateCluster", RpcFault.throttle(Duration.ofSeconds(40)));
        Instant before = clock.instant();

        create();

        assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
        assertThat(world.clusters.clusters()).hasSize(1);
    }

    @Test
    void thatItExistsMeansThatAnotherProcessHasMadeItWhateverItsSpec() {
        ClusterHandle first = create();
        try (Drover other = drover(Duration.ofMinutes(15))) {
            // It has looked a moment too early.
            world.rpc.next("GetCluster", RpcFault.refuse(Code.NOT_FOUND, "Not found: Cluster"));

            ClusterHandle second = other.clusters(DataprocWorld.HERE)
                    .create(
                            ClusterSpec.builder()
                                    .workers(5, Resources.of(8, 2048))
                                    .build(),
                            key);

            assertThat(second.id()).isEqualTo(first.id());
            assertThat(second.started()).isFalse();
        }
        assertThat(world.rpc.calls("CreateCluster")).isEqualTo(2);
        assertThat(world.clusters.clusters())
                .singleElement()
                .satisfies(cluster -> assertThat(
                                cluster.getConfig().getWorkerConfig().getNumInstances())
                        .isEqualTo(2));
    }

    @Test
    void aNameThatSomebodyElseHasTakenIsAConflict() {
        String name = new Attempt(Attempt.Kind.CLUSTER, key, 1).name();
        world.clusters.add(name, State.RUNNING);

        DroverException refused = refused();

        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused).hasMessageContaining(name).hasMessageContaining("use another key");
        assertThat(world.clusters.cluster(name).orElseThrow().getStatus().getState())
                .isEqualTo(State.RUNNING);
    }

    @Test
    void aClusterThatEndsMakesRoomForTheNextOfItsKey() throws InterruptedException {
        ClusterHandle first = create();
        first.awaitReady(PATIENCE);
        String before = uuid(first);
        first.terminate();
        assertThat(first.describe().state()).isEqualTo(ClusterState.TERMINATING);
        try (Drover other = drover(Duration.ofMinutes(15))) {
            ClusterHandle second = other.clusters(DataprocWorld.HERE).create(two().build(), key);

            assertThat(second.started()).isTrue();
            assertThat(second.awaitReady(PATIENCE).state()).isEqualTo(ClusterState.READY);
            assertThat(uuid(second)).isNotEqualTo(before);
        }
    }

    @Test
    void whoeverHasEndedAClusterDoesNotGetItAgainWhileItEnds() throws InterruptedException {
        try (Drover patient = drover(Duration.ofMinutes(15))) {
            ClusterHandle first = patient.clusters(DataprocWorld.HERE).create(two().build(), key);
            first.awaitReady(PATIENCE);
            String before = uuid(first);
            first.terminate();

            ClusterHandle second = patient.clusters(DataprocWorld.HERE).create(two().build(), key);

            assertThat(second.started()).isTrue();
            assertThat(second.awaitReady(PATIENCE).state()).isEqualTo(ClusterState.READY);
            assertThat(uuid(second)).isNotEqualTo(before);
        }
    }

    @Test
    void whatDataprocRemembersOfAnEndedClusterDoesNotHinderTheNext() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            ClusterHandle cluster = create();
            assertThat(cluster.awaitReady(PATIENCE).state()).isEqualTo(ClusterState.READY);
            cluster.terminate();
            clock.advance(Duration.ofMinutes(1));
            assertThat(world.clusters.clusters()).isEmpty();
        }
        assertThat(world.rpc.calls("CreateCluster")).isEqualTo(3);
    }

    // Refusals

    @Test
    void aQuotaThatIsTooSmallIsSaidBeforeAnythingIsMade() {
        world.clusters.quota(7);

        DroverException refused = refused();

        assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(refused).hasMessageContaining("Insufficient 'CPUS' quota");
        assertThat(world.clusters.clusters()).isEmpty();
        world.clusters.quota(100);
        assertThat(create().started()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PERMISSION_DENIED, PERMISSION_DENIED",
        "UNAUTHENTICATED, UNAUTHENTICATED",
        "INVALID_ARGUMENT, INVALID_ARGUMENT",
        "FAILED_PRECONDITION, CONFLICT"
    })
    void aRefusalIsDefinitiveAndLeavesNothingBehind(Code said, ErrorCode expected) {
        world.rpc.next("CreateCluster", RpcFault.refuse(said, "no"));

        DroverException refused = refused();

        assertThat(refused.code()).isEqualTo(expected);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(world.clusters.clusters()).isEmpty();
        assertThat(world.rpc.calls("CreateCluster")).isEqualTo(1);
    }

    @Test
    void expiredCredentialsMakeNothing() {
        world.rpc.accept("a-token-that-nobody-has");

        DroverException refused = refused();

        assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(refused).hasMessageContaining("Renew the credentials");
        assertThat(world.clusters.clusters()).isEmpty();
    }

    // While it is made

    @Test
    void troubleInTheMiddleOfTheMakingIsWaitedOut() throws InterruptedException {
        ClusterHandle cluster = create();
        world.rpc.next(
                "GetCluster",
                unavailable(),
                new RpcFault.LoseResponse(),
                RpcFault.throttle(Duration.ofSeconds(3)),
                new RpcFault.LoseRequest());

        assertThat(cluster.awaitReady(PATIENCE).state()).isEqualTo(ClusterState.READY);
    }

    @Test
    void aMakingThatNeverEndsSaysWhatStillRunsAndCanBeEnded() {
        world.clusters.hold("CREATE");
        ClusterHandle cluster = create();

        assertThatThrownBy(() -> cluster.awaitReady(PATIENCE))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED))
                .hasMessageContaining(cluster.id().toString())
                .hasMessageContaining("STARTING (CREATING)")
                .hasMessageContaining("terminate it");

        cluster.terminate();
        clock.advance(Duration.ofMinutes(1));
        assertThat(world.clusters.clusters()).isEmpty();
    }

    @Test
    void aFailedMakingSaysWhyAndWhatIsLeftAndCanBeEnded() {
        world.clusters.failNext("CREATE", new Trouble(Code.UNKNOWN, "Timeout waiting for 1 worker to start.", true));
        ClusterHandle cluster = create();

        assertThatThrownBy(() -> cluster.awaitReady(PATIENCE))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED))
                .hasMessageContaining("Timeout waiting for 1 worker to start.")
                .hasMessageContaining("may cost money: terminate it");
        assertThat(drover.clusters(DataprocWorld.HERE).list())
                .as("whoever sweeps sees it")
                .extracting(ClusterStatus::state)
                .containsExactly(ClusterState.FAILED);

        cluster.terminate();
        clock.advance(Duration.ofMinutes(1));
        assertThat(world.clusters.clusters()).isEmpty();
    }

    @Test
    void theNextClusterOfItsKeyClearsAFailedOneAway() throws InterruptedException {
        world.clusters.failNext("CREATE", new Trouble(Code.UNKNOWN, "no capacity", true));
        ClusterHandle failed = create();
        assertThatThrownBy(() -> failed.awaitReady(PATIENCE)).hasMessageContaining("no capacity");
        String before = uuid(failed);

        ClusterHandle next = create();

        assertThat(next.awaitReady(PATIENCE).state()).isEqualTo(ClusterState.READY);
        assertThat(uuid(next)).isNotEqualTo(before);
        assertThat(world.clusters.clusters()).hasSize(1);
    }

    @Test
    void anOperationThatFailsTellsTheReasonOfAClusterThatHasNone() {
        world.clusters.failNext(
                "CREATE", new Trouble(Code.RESOURCE_EXHAUSTED, "Insufficient 'N2_CPUS' quota.", true, ""));

        ClusterHandle cluster = create();

        assertThatThrownBy(() -> cluster.awaitReady(PATIENCE))
                .hasMessageContaining("Insufficient 'N2_CPUS' quota.")
                .hasMessageContaining("terminate it");
    }

    @Test
    void anOperationThatFailsTellsTheReasonOfAClusterThatIsNotThere() {
        world.clusters.failNext("CREATE", new Trouble(Code.RESOURCE_EXHAUSTED, "Insufficient 'N2_CPUS' quota.", false));

        ClusterHandle cluster = create();

        assertThatThrownBy(() -> cluster.awaitReady(PATIENCE))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED))
                .hasMessageContaining("Insufficient 'N2_CPUS' quota.");
        assertThat(world.clusters.clusters()).isEmpty();
    }

    // Ending

    @Test
    void anEndWhoseAnswerIsLostIsAskedForOnce() throws InterruptedException {
        ClusterHandle cluster = create();
        cluster.awaitReady(PATIENCE);
        world.rpc.next("DeleteCluster", new RpcFault.LoseResponse());

        cluster.terminate();
        cluster.terminate();

        assertThat(world.rpc.calls("DeleteCluster")).isEqualTo(3);
        clock.advance(Duration.ofMinutes(1));
        assertThat(world.clusters.clusters()).isEmpty();
        cluster.terminate();
    }

    @Test
    void anEndThatIsRefusedIsAnError() throws InterruptedException {
        ClusterHandle cluster = create();
        cluster.awaitReady(PATIENCE);
        world.rpc.next("DeleteCluster", RpcFault.refuse(Code.FAILED_PRECONDITION, "deletion protection is on"));

        assertThatThrownBy(cluster::terminate)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("deletion protection is on");
    }

    @Test
    void limitsOnItsLifeAreDataprocsOwn() throws InterruptedException {
        create(two().idleTimeout(Duration.ofHours(1))).awaitReady(PATIENCE);
        clock.advance(Duration.ofMinutes(59));
        assertThat(world.clusters.clusters()).hasSize(1);
        clock.advance(Duration.ofMinutes(2));
        assertThat(world.clusters.clusters())
                .extracting(cluster -> cluster.getStatus().getState())
                .containsExactly(State.DELETING);
        clock.advance(Duration.ofMinutes(1));

        create(two().maxAge(Duration.ofHours(2))).awaitReady(PATIENCE);
        clock.advance(Duration.ofHours(2));
        assertThat(world.clusters.clusters())
                .extracting(cluster -> cluster.getStatus().getState())
                .containsExactly(State.DELETING);
    }

    // Resizing

    @Test
    void aResizeWhoseAnswerIsLostIsDoneOnce() throws InterruptedException {
        ClusterHandle cluster = create();
        cluster.awaitReady(PATIENCE);
        world.rpc.next("UpdateCluster", new RpcFault.LoseResponse());

        cluster.resize(4);

        assertThat(world.rpc.calls("UpdateCluster")).isEqualTo(2);
        assertThat(cluster.describe().state()).isEqualTo(ClusterState.DEGRADED);
        assertThat(cluster.awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(4);
        assertThat(world.clusters.lastUpdate().hasGracefulDecommissionTimeout()).isFalse();

        cluster.resize(3);

        assertThat(cluster.awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(3);
        assertThat(world.clusters.lastUpdate().getGracefulDecommissionTimeout().getSeconds())
                .isEqualTo(600);
        assertThat(world.clusters.lastUpdate().getUpdateMask().getPathsList())
                .containsExactly("config.worker_config.num_instances");
    }

    @Test
    void onlyARunningClusterIsResized() {
        ClusterHandle cluster = create();
        assertThatThrownBy(() -> cluster.resize(3))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("CREATING");
        world.clusters.enter(cluster.id().name(), State.ERROR, "");
        assertThatThrownBy(() -> cluster.resize(3))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        world.clusters.forget(cluster.id().name());
        assertThatThrownBy(() -> cluster.resize(3))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(world.rpc.calls("UpdateCluster")).isZero();
    }

    @Test
    void aResizeThatFailsLeavesAClusterThatTakesJobsAndSaysWhy() throws InterruptedException {
        ClusterHandle cluster = create();
        cluster.awaitReady(PATIENCE);
        world.clusters.failNext("UPDATE", new Trouble(Code.RESOURCE_EXHAUSTED, "no room in europe-west1-b", true));

        cluster.resize(40);
        clock.advance(Duration.ofMinutes(1));

        ClusterStatus status = cluster.describe();
        assertThat(status.state()).isEqualTo(ClusterState.DEGRADED);
        assertThat(status.nativeState()).isEqualTo("ERROR_DUE_TO_UPDATE");
        assertThat(status.problem()).hasValue("no room in europe-west1-b");
        assertThatThrownBy(() -> cluster.resize(1)).hasMessageContaining("ERROR_DUE_TO_UPDATE");
    }

    // Scaling

    private ClusterHandle scaling(String name) {
        return drover.clusters(DataprocWorld.HERE)
                .create(
                        ClusterSpec.builder()
                                .workers(3, Resources.of(2, 2048))
                                .scaling(Scaling.between(2, 8))
                                .build(),
                        RequestKey.of(name));
    }

    @Test
    void clustersOfOneRangeShareAPolicy() {
        String policy = "projects/acme/regions/europe-west1/autoscalingPolicies/drover-2-8-600s";
        scaling("one");
        assertThat(world.clusters
                        .lastCreate()
                        .getCluster()
                        .getConfig()
                        .getAutoscalingConfig()
                        .getPolicyUri())
                .isEqualTo(policy);
        scaling("two");

        assertThat(world.rpc.calls("CreateAutoscalingPolicy")).isEqualTo(1);
        assertThat(world.clusters.policies()).containsOnlyKeys(policy);
        assertThat(world.clusters.policies().get(policy).getWorkerConfig()).satisfies(range -> {
            assertThat(range.getMinInstances()).isEqualTo(2);
            assertThat(range.getMaxInstances()).isEqualTo(8);
        });
    }

    @Test
    void aPolicyWhoseAnswerIsLostIsMadeOnce() {
        world.rpc.next("CreateAutoscalingPolicy", new RpcFault.LoseResponse());

        scaling("one");

        assertThat(world.rpc.calls("CreateAutoscalingPolicy")).isEqualTo(2);
        assertThat(world.rpc.calls("GetAutoscalingPolicy"))
                .as("that it exists is no trouble with the cluster")
                .isEqualTo(1);
        assertThat(world.clusters.policies()).hasSize(1);
        assertThat(world.clusters.clusters()).hasSize(1);
    }

    @Test
    void withoutItsPolicyNoClusterIsMade() {
        world.rpc.next("CreateAutoscalingPolicy", RpcFault.refuse(Code.PERMISSION_DENIED, "not you"));

        assertThatThrownBy(() -> scaling("one"))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
        assertThat(world.clusters.clusters()).isEmpty();
    }

    // Listing

    @Test
    void listsAreReadPageByPageAndShowOnlyWhatDroverHasMade() {
        world.clusters.pageSize(2);
        for (int i = 0; i < 5; i++) {
            world.clusters.add("stranger-" + i, State.RUNNING);
            drover.clusters(DataprocWorld.HERE).create(two().build(), RequestKey.of("etl", String.valueOf(i)));
        }

        assertThat(drover.clusters(DataprocWorld.HERE).list())
                .hasSize(5)
                .extracting(status -> status.id().name())
                .allMatch(name -> name.startsWith("etl-"));
        assertThat(world.rpc.calls("ListClusters")).isEqualTo(3);
    }
}
