package dev.drover.gcp.dataproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterStatus.State;
import com.google.cloud.dataproc.v1.CreateClusterRequest;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Scaling;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.testkit.spark.FastClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Clusters whose initialization actions really run, what they look like, and what is known of them before. */
@TestInstance(Lifecycle.PER_CLASS)
class DataprocClusterLifeTest {
    private static final Duration PATIENCE = Duration.ofHours(4);
    private static final String NASTY = "it's \"quoted\" $HOME `id` äöü€ ;&|";

    private final FastClock clock = new FastClock(60);

    @AutoClose
    private final DataprocWorld world = DataprocWorld.running(clock);

    @AutoClose
    private final Drover drover = open(options -> options.staging(DataprocWorld.STAGING));

    private Drover open(UnaryOperator<DataprocOptions.Builder> options) {
        return world.builder(clock, options).operationTimeout(PATIENCE).build();
    }

    private ClusterHandle create(ClusterSpec.Builder spec) {
        return drover.clusters(DataprocWorld.HERE).create(spec.build(), RequestKey.random());
    }

    private ClusterHandle with(BootstrapAction.Builder action) {
        return create(two().bootstrap(action.build()));
    }

    private static ClusterSpec.Builder two() {
        return ClusterSpec.builder().workers(2, Resources.of(2, 2048));
    }

    private Cluster seen(ClusterHandle cluster) {
        return world.clusters.cluster(cluster.id().name()).orElseThrow();
    }

    // Bootstrap actions

    @Test
    void aBootstrapActionGetsItsArgumentsAndVariablesAsTheyAre(@TempDir Path folder) throws Exception {
        Path mark = folder.resolve("mark");
        ClusterHandle cluster =
                with(BootstrapAction.script("mark", "printf '%s|%s|%s' \"$2\" \"$3\" \"$GREETING\" > \"$1\"")
                        .args(mark.toString(), NASTY, "")
                        .timeout(Duration.ofHours(1))
                        .env("GREETING", NASTY));

        ClusterStatus ready = cluster.awaitReady(PATIENCE);

        assertThat(ready.sparkVersion()).hasValue("3.5.3");
        assertThat(Files.readString(mark)).isEqualTo(NASTY + "||" + NASTY);
    }

    @Test
    void aScriptInABucketRunsByItsFirstLineAndInItsOrder(@TempDir Path folder) throws Exception {
        Path mark = folder.resolve("mark");
        world.gcs.put(
                "code",
                "my scripts/mark.sh",
                "#!/bin/sh\nprintf '%s' \"$2\" >> \"$1\"\n".getBytes(StandardCharsets.UTF_8));
        StorageUri uri = StorageUri.parse("gs://code/my scripts/mark.sh");

        create(two().bootstrap(BootstrapAction.uri("one", uri)
                                .args(mark.toString(), "first ")
                                .timeout(Duration.ofHours(1))
                                .build())
                        .bootstrap(BootstrapAction.uri("two", uri)
                                .args(mark.toString(), "second")
                                .timeout(Duration.ofHours(1))
                                .build()))
                .awaitReady(PATIENCE);

        assertThat(Files.readString(mark)).isEqualTo("first second");
    }

    @Test
    void aBootstrapActionThatFailsShowsTheEndOfItsLog() {
        ClusterHandle cluster = with(BootstrapAction.script("fonts", "echo no such font >&2\nexit 3\n")
                .timeout(Duration.ofHours(1)));

        assertThatThrownBy(() -> cluster.awaitReady(PATIENCE))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED))
                .hasMessageContaining("Initialization action failed")
                .hasMessageContaining("/fonts.sh")
                .hasMessageContaining("Its log ends: no such font");
    }

    @Test
    void aBootstrapActionThatTakesTooLongIsEnded() {
        ClusterHandle cluster = with(
                BootstrapAction.script("slow", "#!/bin/bash\nexec sleep 600\n").timeout(Duration.ofMinutes(1)));

        assertThatThrownBy(() -> cluster.awaitReady(PATIENCE)).hasMessageContaining("Initialization action timed out");
    }

    @Test
    void theSameActionIsStagedOnce() {
        BootstrapAction action =
                BootstrapAction.script("same", "true # " + RequestKey.random()).build();
        create(two().bootstrap(action));
        create(two().bootstrap(action));

        assertThat(world.gcs.names("staging"))
                .filteredOn(name -> name.endsWith("/same.sh"))
                .hasSize(1);
    }

    // What clusters look like

    @Test
    void aReadyClusterShowsItsMachines() throws InterruptedException {
        ClusterHandle cluster = create(two());

        ClusterStatus ready = cluster.awaitReady(PATIENCE);

        String name = cluster.id().name();
        assertThat(ready.nodes())
                .extracting(ClusterNode::id)
                .containsExactly(name + "-m", name + "-w-0", name + "-w-1");
        assertThat(ready.nodes(Role.MASTER)).singleElement().satisfies(node -> {
            assertThat(node.address()).isEqualTo(name + "-m:8032");
            assertThat(node.cores()).isEqualTo(4);
            assertThat(node.memoryMiB()).isEqualTo(16 * 1024);
            assertThat(node.ui()).hasValueSatisfying(ui -> assertThat(ui).hasPort(8088));
        });
        assertThat(ready.metrics()).isEmpty();
    }

    @Test
    void thePageOfThePrimaryIsReachedThroughTheGatewayWhereThereIsOne() throws InterruptedException {
        try (Drover gateway = open(options -> options.componentGateway(true))) {
            ClusterStatus ready = gateway.clusters(DataprocWorld.HERE)
                    .create(two().build(), RequestKey.random())
                    .awaitReady(PATIENCE);

            assertThat(ready.nodes(Role.MASTER))
                    .singleElement()
                    .satisfies(node -> assertThat(node.ui())
                            .hasValueSatisfying(
                                    ui -> assertThat(ui).hasScheme("https").hasPath("/yarn/")));
            assertThat(ready.nodes(Role.WORKER))
                    .allSatisfy(node -> assertThat(node.ui())
                            .hasValueSatisfying(ui -> assertThat(ui).hasScheme("http")));
        }
    }

    @Test
    void oneMachineForEverythingIsPrimaryAndWorkerAndStaysAlone() throws InterruptedException {
        ClusterHandle cluster = create(ClusterSpec.builder());

        ClusterStatus ready = cluster.awaitReady(PATIENCE);

        String machine = cluster.id().name() + "-m";
        assertThat(ready.nodes(Role.MASTER)).extracting(ClusterNode::id).containsExactly(machine);
        assertThat(ready.nodes(Role.WORKER)).extracting(ClusterNode::id).containsExactly(machine);
        assertThatThrownBy(() -> cluster.resize(2))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("one machine for everything");
    }

    @Test
    void spareCapacityComesAndGoesAndTheOthersStay() throws InterruptedException {
        ClusterHandle cluster = create(ClusterSpec.builder()
                .workers(3, Resources.of(2, 2048))
                .workerNodes(NodeGroup.of(Machine.type("n2-standard-4"))
                        .purchase(Purchase.SPOT)
                        .build()));
        assertThat(cluster.awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(3);

        cluster.resize(6);

        assertThat(cluster.awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(6);
        assertThat(seen(cluster).getConfig().getWorkerConfig().getNumInstances())
                .isEqualTo(2);
        cluster.resize(2);
        assertThat(cluster.awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(2);
        assertThatThrownBy(() -> cluster.resize(1)).hasMessageContaining("at least 2 workers");
    }

    @Test
    void aClusterOfSomebodyElseIsUsedByItsName() {
        world.clusters.add("shared", State.RUNNING);
        ClusterHandle cluster = drover.cluster(ClusterId.parse(DataprocWorld.HERE + "/shared"));

        assertThat(cluster.describe().state()).isEqualTo(ClusterState.READY);
        assertThat(drover.clusters(DataprocWorld.HERE).list())
                .extracting(ClusterStatus::id)
                .doesNotContain(cluster.id());
    }

    @Test
    void aNameThatNoClusterCanHaveIsNotAskedFor() {
        ClusterHandle cluster = drover.cluster(ClusterId.parse(DataprocWorld.HERE + "/" + "x".repeat(53)));
        int before = world.rpc.calls("GetCluster") + world.rpc.calls("DeleteCluster");

        cluster.terminate();
        assertThatThrownBy(cluster::describe)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));

        assertThat(world.rpc.calls("GetCluster") + world.rpc.calls("DeleteCluster"))
                .isEqualTo(before);
    }

    @Test
    void aCustomizerChangesTheRequestButNotItsIdentity() {
        ClusterHandle cluster = create(two().customize(
                        CreateClusterRequest.Builder.class,
                        "shielded",
                        request -> request.getClusterBuilder()
                                .getConfigBuilder()
                                .getGceClusterConfigBuilder()
                                .getShieldedInstanceConfigBuilder()
                                .setEnableSecureBoot(true)));
        assertThat(seen(cluster)
                        .getConfig()
                        .getGceClusterConfig()
                        .getShieldedInstanceConfig()
                        .getEnableSecureBoot())
                .isTrue();

        assertThatThrownBy(() -> create(two().customize(
                                CreateClusterRequest.Builder.class,
                                "name",
                                request -> request.getClusterBuilder().setClusterName("mine"))))
                .hasMessageContaining("changed the name");
        assertThatThrownBy(() -> create(two().customize(
                                CreateClusterRequest.Builder.class,
                                "labels",
                                request -> request.getClusterBuilder().clearLabels())))
                .hasMessageContaining("drover-name");
    }

    // Plans

    private ClusterPlan plan(Drover with, ClusterSpec.Builder spec) {
        return with.clusters(DataprocWorld.HERE).plan(spec.build());
    }

    @Test
    void aPlanSaysWhatIsMadeAndWhoSeesToItsLimits() throws IOException {
        int clusters = world.clusters.clusters().size();

        ClusterPlan plan = plan(
                drover,
                ClusterSpec.builder()
                        .workers(5, Resources.of(2, 2048))
                        .workerNodes(NodeGroup.of(Machine.type("n2-standard-4"))
                                .purchase(Purchase.SPOT)
                                .build())
                        .scaling(Scaling.between(3, 9))
                        .idleTimeout(Duration.ofHours(2))
                        .bootstrap(BootstrapAction.script("fonts", "true").build())
                        .customize(CreateClusterRequest.Builder.class, "secure boot", request -> {}));

        assertThat(plan.problems()).isEmpty();
        assertThat(plan.creates())
                .anyMatch(line -> line.contains("2.3-debian12") && line.contains("secure boot"))
                .anyMatch(line -> line.startsWith("3 secondary workers of n2-standard-4, spare capacity (spot)"))
                .anyMatch(line -> line.contains("autoscaling policy drover-spare-3-9-600s"));
        assertThat(plan.items())
                .extracting(ClusterPlan.Item::kind)
                .containsExactly(
                        "autoscaling-policy", "cluster", "instance", "instance", "instance", "initialization-action");
        assertThat(plan.items().get(1).details())
                .containsEntry("addresses", "internal")
                .containsKey("unchecked");
        assertThat(plan.limits())
                .anyMatch(line -> line.startsWith("native: ") && line.contains("PT2H"))
                .anyMatch(line -> line.startsWith("native: ") && line.contains("fonts"))
                .anyMatch(line -> line.startsWith("reaper only: ") && line.contains("age"));
        assertThat(world.clusters.clusters()).hasSize(clusters);
        assertThat(world.clusters.policies()).isEmpty();
    }

    @Test
    void aPlanSaysWhatIsWrong() {
        assertThat(plan(drover, two().maxAge(Duration.ofDays(30))).problems())
                .singleElement()
                .asString()
                .contains("14 days");
        try (Drover unknown = open(options -> options.autoscalingPolicy("night-shift"))) {
            assertThat(plan(unknown, two()).problems())
                    .isEqualTo(List.of("there is no autoscaling policy night-shift in europe-west1"));
        }
    }
}
