package dev.drover.k8s.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonParser;
import dev.drover.Attempt;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Disk;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Machine;
import dev.drover.MetricsTarget;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Scaling;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.k8s.KubeVolume;
import dev.drover.k8s.PodOptions;
import dev.drover.k8s.SecretKey;
import dev.drover.k8s.Toleration;
import dev.drover.k8s.clusters.KubeSparkOptions.Maker;
import dev.drover.k8s.clusters.KubeSparkOptions.UiService;
import dev.drover.k8s.fake.ApacheOperator;
import dev.drover.k8s.fake.FakeKube;
import dev.drover.k8s.fake.Grant;
import dev.drover.k8s.fake.KubeFault;
import dev.drover.k8s.fake.PodFate;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of the API server for a cluster of Spark standalone, and what comes of faults on the way. */
class SparkClustersTest {
    private static final String SETS = "statefulsets.apps";
    private static final String SCALERS = "horizontalpodautoscalers.autoscaling";
    private static final KubeFault NO = KubeFault.refuse(403, "Forbidden", "a rule of this cluster says no");

    private final World world = new World();
    private final RequestKey key = RequestKey.of("spark", "night");
    private final String name = new Attempt(Attempt.Kind.CLUSTER, key, 1).name();

    @AfterEach
    void close() {
        assertThat(world.kube.unused()).isEmpty();
        world.close();
    }

    private ClusterHandle create(Drover drover, ClusterSpec.Builder spec) {
        return drover.clusters(World.HERE).create(spec.build(), key);
    }

    /** Everything that a cluster can have. */
    private static ClusterSpec.Builder rich() {
        return World.workers(2)
                .conf("spark.sql.shuffle.partitions", "10")
                .label("team", "etl")
                .shuffleService(true)
                .scaling(Scaling.between(1, 4))
                .master(NodeGroup.of(Machine.atLeast(2, 8192)).build())
                .bootstrap(BootstrapAction.script("fonts", "echo \"$1\"\n")
                        .args("$(POD_IP) it's")
                        .env("A", "1")
                        .build());
    }

    private KubeSparkOptions.Builder richOptions() {
        world.kube.create("{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"namespace\":\""
                + World.NAMESPACE + "\",\"name\":\"spark\"}}");
        return World.spark()
                .serviceAccount("spark")
                .pullSecret("registry")
                .nodeSelector("pool", "spark")
                .ui(UiService.NODE_PORT)
                .uiNodePort(30_080);
    }

    private JsonNode object(String kind, String suffix) {
        return world.object(kind, World.NAMESPACE, name + suffix);
    }

    private List<String> left() {
        return List.of("secrets", "configmaps", "services", SETS, SCALERS, "pods").stream()
                .flatMap(kind -> world.kube.objects(kind, World.NAMESPACE).stream())
                .filter(each -> each.contains("drover.dev/cluster"))
                .toList();
    }

    // What is made

    @Test
    void objectsAreAsExpected() throws Exception {
        try (Drover drover = world.drover(richOptions().build())) {
            create(drover, rich());
        }
        assertThat(spec(SETS, "-master")).isEqualTo(expected("master.json"));
        assertThat(spec(SETS, "-worker")).isEqualTo(expected("worker.json"));
        assertThat(spec("services", "-master")).isEqualTo(expected("master-service.json"));
        assertThat(spec("services", "-ui")).isEqualTo(expected("ui-service.json"));
        assertThat(spec(SCALERS, "-worker")).isEqualTo(expected("autoscaler.json"));
        assertThat(object("configmaps", "").get("data"))
                .isEqualTo(World.json("{\"0-fonts\":\"#!/bin/bash\\necho \\\"$1\\\"\\n\"}"));
    }

    private JsonNode spec(String kind, String suffix) {
        return object(kind, suffix).get("spec");
    }

    private JsonNode expected(String file) throws IOException {
        try (InputStream in = SparkClustersTest.class.getResourceAsStream(file)) {
            return World.json(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("@cluster@", name));
        }
    }

    @Test
    void theModelsOfTheClientKnowEveryField() throws Exception {
        try (Drover drover = world.drover(richOptions().build())) {
            create(drover, rich());
        }
        for (String suffix : List.of("-master", "-worker")) {
            V1StatefulSet.validateJsonElement(tree(SETS, suffix));
            V1Service.validateJsonElement(tree("services", suffix));
        }
        V1Service.validateJsonElement(tree("services", "-ui"));
        V1Secret.validateJsonElement(tree("secrets", ""));
        V1ConfigMap.validateJsonElement(tree("configmaps", ""));
        V2HorizontalPodAutoscaler.validateJsonElement(tree(SCALERS, "-worker"));
    }

    private com.google.gson.JsonElement tree(String kind, String suffix) {
        return JsonParser.parseString(object(kind, suffix).toString());
    }

    @Test
    void everythingBelongsToTheSecretAndHasShortNames() {
        try (Drover drover = world.drover(richOptions().build())) {
            create(drover, rich());
        }
        String owner = object("secrets", "").at("/metadata/uid").asText();
        List<JsonNode> others = left().stream()
                .map(World::json)
                .filter(each -> !each.at("/metadata/labels/drover.dev~1role").isTextual())
                .filter(each -> !each.at("/metadata/uid").asText().equals(owner))
                .toList();
        assertThat(others).hasSize(7);
        assertThat(others).allSatisfy(each -> {
            assertThat(each.at("/metadata/ownerReferences/0/uid").asText()).isEqualTo(owner);
            assertThat(each.at("/metadata/name").asText()).hasSizeLessThanOrEqualTo(52);
        });
    }

    @Test
    void theSigningKeyIsTheMastersAlone() {
        try (Drover drover = world.drover()) {
            create(drover, World.workers(1));
        }
        JsonNode data = object("secrets", "").get("data");
        String signing = plain(data, "signing-key");
        assertThat(Base64.getUrlDecoder().decode(signing)).hasSize(32);
        assertThat(plain(data, "master.conf"))
                .contains("spark.master.rest.filters org.apache.spark.ui.JWSFilter\n")
                .contains("spark.org.apache.spark.ui.JWSFilter.param.secretKey " + signing + "\n")
                .contains("spark.authenticate true\n");
        assertThat(plain(data, "worker.conf"))
                .contains("spark.authenticate.secret ")
                .doesNotContain(signing);
        assertThat(object(SETS, "-worker").at("/spec/template/spec/volumes/0/secret/items"))
                .isEqualTo(World.json("[{\"key\":\"worker.conf\",\"path\":\"spark-defaults.conf\"}]"));
        assertThat(left()).filteredOn(each -> each.contains(signing)).isEmpty();
    }

    private static String plain(JsonNode data, String file) {
        return new String(Base64.getDecoder().decode(data.get(file).asText()), StandardCharsets.UTF_8);
    }

    @Test
    void aReadyClusterTellsOfItsNodes() throws Exception {
        try (Drover drover = world.drover()) {
            ClusterStatus status = create(drover, World.workers(3)).awaitReady(World.PATIENCE);

            assertThat(status.sparkVersion()).contains("4.2.0");
            assertThat(status.nodes(Role.WORKER))
                    .extracting(ClusterNode::id)
                    .containsExactlyInAnyOrder(name + "-worker-0", name + "-worker-1", name + "-worker-2");
            assertThat(status.nodes(Role.WORKER)).allMatch(node -> node.cores() == 2 && node.memoryMiB() == 2048);
            assertThat(status.nodes(Role.MASTER)).extracting(ClusterNode::state).containsExactly("ALIVE");
            assertThat(status.metrics())
                    .extracting(MetricsTarget::role)
                    .containsExactlyInAnyOrder("master", "applications", "worker", "worker", "worker");
        }
    }

    @Test
    void machinesAreWhereTheSpecSays() {
        try (Drover drover = world.drover()) {
            create(
                    drover,
                    World.workers(1)
                            .workerNodes(NodeGroup.of(Machine.type("m7g.xlarge"))
                                    .orElse(Machine.type("m6g.xlarge"))
                                    .build()));
        }
        assertThat(object(SETS, "-worker")
                        .at("/spec/template/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution"
                                + "/nodeSelectorTerms/0/matchExpressions/0"))
                .isEqualTo(World.json("{\"key\":\"node.kubernetes.io/instance-type\",\"operator\":\"In\","
                        + "\"values\":[\"m7g.xlarge\",\"m6g.xlarge\"]}"));
        assertThat(object(SETS, "-master").at("/spec/template/spec/affinity").isMissingNode())
                .isTrue();
    }

    @Test
    void aCustomizerChangesWhatIsSent() {
        try (Drover drover = world.drover()) {
            create(
                    drover,
                    World.workers(1)
                            .customize(
                                    V1StatefulSet.class,
                                    "priority",
                                    set -> set.getSpec().getTemplate().getSpec().priorityClassName("batch")));
        }
        assertThat(object(SETS, "-worker")
                        .at("/spec/template/spec/priorityClassName")
                        .asText())
                .isEqualTo("batch");
    }

    @Test
    void podsOfARoleArePlacedAndFilledAsAsked() {
        KubeSparkOptions options = World.spark()
                .nodeSelector("pool", "spark")
                .workers(PodOptions.builder()
                        .nodeSelector("disk", "nvme")
                        .toleration(Toleration.of("spot", "yes", Toleration.Effect.NO_SCHEDULE))
                        .zones("eu-west-1a", "eu-west-1b")
                        .priorityClass("batch")
                        .cpuLimit("3")
                        .label("cost", "etl")
                        .annotation("acme.com/owner", "etl")
                        .variable("TOKEN", new SecretKey("vault", "token"))
                        .build())
                .volume(new KubeVolume.Claim("models", "/models", true))
                .volume(new KubeVolume.EmptyDir("/scratch", Optional.of("20Gi")))
                .volume(new KubeVolume.ConfigMapFiles("tables", "/etc/tables"))
                .volume(new KubeVolume.SecretFiles("vault", "/etc/vault"))
                .volume(new KubeVolume.HostPath("/mnt/disk", "/data", false))
                .build();
        try (Drover drover = world.drover(options)) {
            create(
                    drover,
                    World.workers(1)
                            .workerNodes(
                                    NodeGroup.of(Machine.type("m7g.xlarge")).build())
                            .bootstrap(BootstrapAction.script("fonts", "true").build()));
        }

        JsonNode pod = object(SETS, "-worker").at("/spec/template/spec");
        assertThat(pod.get("nodeSelector")).isEqualTo(World.json("{\"pool\":\"spark\",\"disk\":\"nvme\"}"));
        assertThat(pod.get("tolerations"))
                .isEqualTo(World.json("[{\"key\":\"spot\",\"operator\":\"Equal\",\"value\":\"yes\","
                        + "\"effect\":\"NoSchedule\"}]"));
        assertThat(pod.at("/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms"))
                .isEqualTo(World.json("[{\"matchExpressions\":["
                        + "{\"key\":\"node.kubernetes.io/instance-type\",\"operator\":\"In\",\"values\":[\"m7g.xlarge\"]},"
                        + "{\"key\":\"topology.kubernetes.io/zone\",\"operator\":\"In\","
                        + "\"values\":[\"eu-west-1a\",\"eu-west-1b\"]}]}]"));
        assertThat(pod.get("priorityClassName").asText()).isEqualTo("batch");
        assertThat(pod.at("/containers/0/resources/limits/cpu").asText()).isEqualTo("3");
        assertThat(pod.at("/containers/0/env"))
                .contains(World.json("{\"name\":\"TOKEN\",\"valueFrom\":{\"secretKeyRef\":"
                        + "{\"name\":\"vault\",\"key\":\"token\"}}}"));
        assertThat(pod.get("volumes"))
                .contains(
                        World.json("{\"name\":\"user-0\",\"persistentVolumeClaim\":{\"claimName\":\"models\"}}"),
                        World.json("{\"name\":\"user-1\",\"emptyDir\":{\"sizeLimit\":\"20Gi\"}}"),
                        World.json("{\"name\":\"user-2\",\"configMap\":{\"name\":\"tables\"}}"),
                        World.json("{\"name\":\"user-3\",\"secret\":{\"secretName\":\"vault\"}}"),
                        World.json("{\"name\":\"user-4\",\"hostPath\":{\"path\":\"/mnt/disk\"}}"));
        for (String container : List.of("/containers/0", "/initContainers/0")) {
            assertThat(pod.at(container + "/volumeMounts"))
                    .contains(
                            World.json("{\"name\":\"user-0\",\"mountPath\":\"/models\",\"readOnly\":true}"),
                            World.json("{\"name\":\"user-1\",\"mountPath\":\"/scratch\"}"),
                            World.json("{\"name\":\"user-2\",\"mountPath\":\"/etc/tables\",\"readOnly\":true}"),
                            World.json("{\"name\":\"user-3\",\"mountPath\":\"/etc/vault\",\"readOnly\":true}"),
                            World.json("{\"name\":\"user-4\",\"mountPath\":\"/data\"}"));
        }
        JsonNode meta = object(SETS, "-worker").at("/spec/template/metadata");
        assertThat(meta.at("/labels/cost").asText()).isEqualTo("etl");
        assertThat(meta.at("/annotations/acme.com~1owner").asText()).isEqualTo("etl");
        JsonNode master = object(SETS, "-master").at("/spec/template/spec");
        assertThat(master.get("nodeSelector")).isEqualTo(World.json("{\"pool\":\"spark\"}"));
        assertThat(master.has("tolerations")).isFalse();
        assertThat(master.at("/containers/0/resources/limits").has("cpu")).isFalse();
        assertThat(master.get("volumes")).hasSizeGreaterThan(5);
    }

    @Test
    void anOverheadIsRefusedWherePodsHaveTheSizeOfTheSpec() {
        PodOptions overhead = PodOptions.builder().memoryOverheadMiB(512).build();
        DroverException e = catchThrowableOfType(
                DroverException.class, () -> KubeSparkOptions.builder().master(overhead));
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(e).hasMessageContaining("ClusterSpec.master");
    }

    // Resize

    @Test
    void aClusterThatScalesByItselfKeepsItsRange() {
        try (Drover drover = world.drover()) {
            ClusterHandle cluster = create(drover, World.workers(2).scaling(Scaling.between(2, 4)));
            DroverException e = catchThrowableOfType(DroverException.class, () -> cluster.resize(5));
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(e).hasMessageContaining("between 2 and 4");

            cluster.resize(4);
            assertThat(object(SETS, "-worker").at("/spec/replicas").asInt()).isEqualTo(4);
        }
    }

    // Faults

    @ParameterizedTest
    @CsvSource({
        "create, configmaps",
        "create, services",
        "create, statefulsets",
        "create, horizontalpodautoscalers",
        "patch, secrets"
    })
    void aRefusalAtAnyStepLeavesNothing(String verb, String resource) {
        world.kube.next(verb, resource, NO);
        try (Drover drover = world.drover(richOptions().build())) {
            DroverException e = catchThrowableOfType(DroverException.class, () -> create(drover, rich()));
            assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        }
        await().untilAsserted(() -> assertThat(left()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "create, secrets",
        "create, configmaps",
        "create, services",
        "create, statefulsets",
        "create, horizontalpodautoscalers",
        "patch, secrets"
    })
    void aLostAnswerAtAnyStepMakesOne(String verb, String resource) {
        world.kube.next(verb, resource, new KubeFault.LoseResponse());
        try (Drover drover = world.drover(richOptions().build())) {
            ClusterHandle cluster = create(drover, rich());
            assertThat(drover.clusters(World.HERE).find(key))
                    .map(ClusterHandle::id)
                    .contains(cluster.id());
        }
        assertThat(world.kube.objects(SETS, World.NAMESPACE)).hasSize(2);
        JsonNode data = object("secrets", "").get("data");
        assertThat(plain(data, "master.conf")).as("one set of keys").contains(plain(data, "signing-key"));
    }

    @Test
    void whatWasBegunByOneMakerIsCompletedByIt() throws Exception {
        world.kube.always("create", "statefulsets", KubeFault.unavailable());
        try (Drover drover = world.builder(FakeKube.ADMIN)
                .configure(World.HERE, World.spark().build())
                .operationTimeout(Duration.ofSeconds(2))
                .build()) {
            DroverException e = catchThrowableOfType(DroverException.class, () -> create(drover, World.workers(1)));
            assertThat(e.retryable()).isTrue();
        }
        world.kube.recover("create", "statefulsets");
        world.kube.installApache();
        try (Drover drover = world.drover()) {
            assertThat(drover.clusters(World.HERE).find(key)).isEmpty();
            assertThat(drover.clusters(World.HERE).list())
                    .extracting(ClusterStatus::state)
                    .containsExactly(ClusterState.STARTING);
            create(drover, World.workers(1)).awaitReady(World.PATIENCE);
        }
        assertThat(world.kube.objects("sparkclusters.spark.apache.org", World.NAMESPACE))
                .isEmpty();
    }

    @Test
    void aSecretOfSomebodyElseIsKept() {
        world.kube.create("{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"namespace\":\"" + World.NAMESPACE
                + "\",\"name\":\"" + name + "\"}}");
        try (Drover drover = world.drover()) {
            DroverException e = catchThrowableOfType(DroverException.class, () -> create(drover, World.workers(1)));
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            drover.cluster(ClusterId.parse(World.HERE + "/" + name)).terminate();
        }
        assertThat(world.find("secrets", World.NAMESPACE, name)).isPresent();
        assertThat(left()).isEmpty();
    }

    @Test
    void podsThatWaitSayWhy() {
        world.kubelet.fate("drover.dev/role=worker", PodFate.unschedulable());
        try (Drover drover = world.drover()) {
            ClusterHandle cluster = create(drover, World.workers(1));
            await().untilAsserted(() -> assertThat(cluster.describe().problem())
                    .hasValueSatisfying(why -> assertThat(why)
                            .contains("0 of 1 workers are alive")
                            .contains("pod " + name + "-worker-0: ")
                            .contains("Insufficient cpu")));
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.STARTING);
        }
    }

    @Test
    void podsThatAreRefusedSayWhy() {
        try (Drover drover = world.drover(World.spark().serviceAccount("nobody").build())) {
            ClusterHandle cluster = create(drover, World.workers(1));
            await().untilAsserted(() -> assertThat(cluster.describe().problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("nobody")));
        }
    }

    @Test
    void aSilentMasterIsStarting() {
        world.pods.starting(true);
        try (Drover drover = world.drover()) {
            ClusterHandle cluster = create(drover, World.workers(1));
            await().untilAsserted(() -> assertThat(cluster.describe().nodes()).hasSize(2));
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.STARTING);
            assertThat(cluster.describe().nativeState()).isEqualTo("master silent");
            world.pods.starting(false);
            await().until(() -> cluster.describe().state() == ClusterState.READY);
        }
    }

    @Test
    void aFailedBootstrapActionFailsTheCluster() {
        try (Drover drover = world.drover()) {
            ClusterHandle cluster = create(
                    drover,
                    World.workers(1)
                            .bootstrap(
                                    BootstrapAction.script("fonts", "exit 3\n").build()));
            String pod = name + "-worker-0";
            await().until(() -> world.find("pods", World.NAMESPACE, pod).isPresent());
            await().untilAsserted(() -> {
                world.kube.edit("pods", World.NAMESPACE, pod, SparkClustersTest::failed);
                ClusterStatus status = cluster.describe();
                assertThat(status.state()).isEqualTo(ClusterState.FAILED);
                assertThat(status.problem())
                        .hasValueSatisfying(why -> assertThat(why)
                                .contains("bootstrap action fonts failed with exit code 3: no such font"));
            });
        }
    }

    private static String failed(String pod) {
        com.google.gson.JsonObject object = JsonParser.parseString(pod).getAsJsonObject();
        object.getAsJsonObject("status")
                .add(
                        "initContainerStatuses",
                        JsonParser.parseString("[{\"name\":\"bootstrap-0-fonts\",\"state\":{\"waiting\":{\"reason\":"
                                + "\"CrashLoopBackOff\"}},\"lastState\":{\"terminated\":{\"exitCode\":3,\"message\":"
                                + "\"no such font\\n\"}}}]"));
        return object.toString();
    }

    // Apache's operator

    @Test
    void apachesOperatorGetsASparkCluster() throws Exception {
        world.kube.installApache();
        ApacheOperator.in(world.kube);
        try (Drover drover = world.drover()) {
            create(drover, World.workers(2).scaling(Scaling.between(1, 3))).awaitReady(World.PATIENCE);
        }
        JsonNode spec = object("sparkclusters.spark.apache.org", "").get("spec");
        assertThat(spec.get("runtimeVersions")).isEqualTo(World.json("{\"sparkVersion\":\"4.2.0\"}"));
        assertThat(spec.get("sparkConf"))
                .isEqualTo(World.json("{\"spark.kubernetes.container.image\":\"apache/spark:4.2.0\"}"));
        assertThat(spec.at("/clusterTolerations/instanceConfig"))
                .isEqualTo(World.json("{\"initWorkers\":2,\"minWorkers\":1,\"maxWorkers\":3}"));
        JsonNode container = spec.at("/masterSpec/statefulSetSpec/template/spec/containers/0");
        assertThat(container.get("name").asText()).isEqualTo("master");
        assertThat(container.has("command")).as("the operator's").isFalse();
        assertThat(container.has("ports")).as("the operator's").isFalse();
        assertThat(world.kube.objects(SETS, World.NAMESPACE)).hasSize(2);
        assertThat(world.find("services", World.NAMESPACE, name + "-master-svc"))
                .isPresent();
        assertThat(world.find("services", World.NAMESPACE, name + "-master")).isEmpty();
    }

    @Test
    void ownObjectsAreMadeWhereTheOptionsSaySo() {
        world.kube.installApache();
        try (Drover drover = world.drover(World.spark().maker(Maker.OWN).build())) {
            create(drover, World.workers(1));
        }
        assertThat(world.kube.objects("sparkclusters.spark.apache.org", World.NAMESPACE))
                .isEmpty();
        assertThat(world.find("services", World.NAMESPACE, name + "-master")).isPresent();
    }

    @Test
    void anOperatorThatIsNotThereIsMissed() {
        try (Drover drover =
                world.drover(World.spark().maker(Maker.APACHE_OPERATOR).build())) {
            DroverException e = catchThrowableOfType(DroverException.class, () -> create(drover, World.workers(1)));
            assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(e).hasMessageContaining("Maker.OWN");
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatTheOperatorCannotMakeHasFailed() {
        world.kube.installApache();
        try (Drover drover = world.drover()) {
            ClusterHandle cluster = create(drover, World.workers(1));
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.STARTING);
            world.kube.edit("sparkclusters.spark.apache.org", World.NAMESPACE, name, cluster1 -> {
                com.google.gson.JsonObject object =
                        JsonParser.parseString(cluster1).getAsJsonObject();
                object.add(
                        "status",
                        JsonParser.parseString("{\"currentState\":{\"currentStateSummary\":\"SchedulingFailure\","
                                + "\"message\":\"Failed to request\\nquota\"}}"));
                return object.toString();
            });
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.FAILED);
            assertThat(cluster.describe().problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("SchedulingFailure: Failed to request quota"));
        }
    }

    // Rights and refusals

    @Test
    void missingRightsAreNamedByPlanAndByCreate() {
        world.kube.allow(
                "token-of-some",
                "some",
                new Grant(List.of("get", "list", "patch", "delete"), List.of("*"), List.of("*"), World.NAMESPACE),
                new Grant(List.of("create"), List.of(""), List.of("secrets", "services"), World.NAMESPACE));
        try (Drover drover = world.builder("token-of-some")
                .configure(World.HERE, World.spark().build())
                .build()) {
            ClusterPlan plan = drover.clusters(World.HERE).plan(World.workers(3).build());
            assertThat(plan.problems())
                    .containsExactly("The caller may not create statefulsets.apps in the namespace 'etl'.");
            assertThat(plan.creates())
                    .contains("3 x Pod image=apache/spark:4.2.0, requests=2 cores, 3276 MiB, role=worker");
            assertThat(left()).isEmpty();

            DroverException e = catchThrowableOfType(DroverException.class, () -> create(drover, World.workers(1)));
            assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(e)
                    .hasMessageContaining("'create'")
                    .hasMessageContaining("statefulsets.apps")
                    .hasMessageContaining("'etl'");
        }
        await().untilAsserted(() -> assertThat(left()).isEmpty());
    }

    @Test
    void whatPodsCannotBeIsRefusedBeforeAnyCall() {
        Map<String, ClusterSpec.Builder> refused = Map.of(
                "a disk",
                World.workers(1)
                        .master(NodeGroup.of(Machine.atLeast(1, 1024))
                                .disk(Disk.ofGiB(10))
                                .build()),
                "spot",
                World.workers(1)
                        .workerNodes(NodeGroup.of(Machine.atLeast(1, 1024))
                                .purchase(Purchase.SPOT)
                                .build()),
                "Spark 3",
                World.workers(1).sparkVersion("3.5.4"),
                "a label",
                World.workers(1).label("-", "x"));
        try (Drover drover = world.drover()) {
            refused.forEach((what, spec) -> {
                DroverException e = catchThrowableOfType(DroverException.class, () -> create(drover, spec));
                assertThat(e.code()).as(what).isIn(ErrorCode.UNSUPPORTED, ErrorCode.INVALID_ARGUMENT);
            });
        }
        try (Drover drover = world.drover(World.spark().image("acme/spark:ours").build())) {
            DroverException e = catchThrowableOfType(
                    DroverException.class, () -> create(drover, World.workers(1).sparkVersion("4.1.0")));
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
        assertThat(world.kube.traffic()).isEmpty();
    }

    @Test
    void aLocationNamesContextAndNamespace() {
        try (Drover drover = world.builder(FakeKube.ADMIN).build()) {
            for (String where : List.of("k8s-spark://test", "k8s-spark://test/No_Namespace")) {
                DroverException e = catchThrowableOfType(
                        DroverException.class, () -> drover.clusters(where).list());
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            }
        }
    }

    @Test
    void aWorkersPodHasRoomBesideWhatItOffers() {
        ClusterSpec spec =
                ClusterSpec.builder().workers(1, Resources.of(4, 10_240)).build();
        assertThat(PodTemplates.of(SparkRole.WORKER, spec)).isEqualTo(Resources.of(4, 12_288));
    }
}
