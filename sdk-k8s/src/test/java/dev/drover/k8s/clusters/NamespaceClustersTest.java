package dev.drover.k8s.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.Attempt;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Secret;
import dev.drover.k8s.fake.FakeKube;
import dev.drover.k8s.fake.Grant;
import dev.drover.k8s.fake.KubeFault;
import dev.drover.k8s.fake.Marked;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the API server for a namespace, and what comes of faults on the way. */
class NamespaceClustersTest {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final KubeFault NO = KubeFault.refuse(403, "Forbidden", "a rule of this cluster says no");

    private final World world = new World();
    private final RequestKey key = RequestKey.of("etl", "night");
    private final String name = new Attempt(Attempt.Kind.CLUSTER, key, 1).name();

    @AfterEach
    void close() {
        assertThat(world.kube.unused()).isEmpty();
        world.close();
    }

    private Drover drover() {
        return world.builder(FakeKube.ADMIN).build();
    }

    private ClusterHandle create(Drover drover, ClusterSpec spec) {
        return drover.clusters(World.KUBERNETES).create(spec, key);
    }

    private JsonNode written(String kind, String namespace, String object) {
        ObjectNode there = (ObjectNode) world.object(kind, namespace, object);
        ((ObjectNode) there.get("metadata"))
                .remove(List.of("uid", "resourceVersion", "creationTimestamp", "generation"));
        there.remove("status");
        return there;
    }

    private static String meta(String namespace, String object) {
        return "\"metadata\":{\"name\":\"" + object + "\",\"namespace\":\"" + namespace
                + "\",\"labels\":{\"app.kubernetes.io/managed-by\":\"drover\",\"drover.dev/cluster\":\"" + namespace
                + "\"}}";
    }

    // What is made

    @Test
    void aNamespaceHasAllThatSparkNeeds() {
        KubeNamespaceOptions options = KubeNamespaceOptions.builder()
                .pullSecret("registry", Secret.of("{\"auths\":{}}"))
                .quota("pods", "50")
                .label("pod-security.kubernetes.io/enforce", "baseline")
                .build();
        try (Drover drover = world.builder(FakeKube.ADMIN)
                .configure(World.KUBERNETES, options)
                .build()) {
            ClusterHandle cluster = create(
                    drover,
                    ClusterSpec.builder()
                            .workers(10, Resources.of(4, 8192))
                            .label("team", "etl")
                            .build());

            assertThat(cluster.id()).hasToString("k8s://test/" + name);
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.READY);
        }
        assertThat(world.object("namespaces", "", name).at("/metadata/labels"))
                .isEqualTo(World.json("{\"app.kubernetes.io/managed-by\":\"drover\",\"drover.dev/cluster\":\"" + name
                        + "\",\"kubernetes.io/metadata.name\":\"" + name
                        + "\",\"pod-security.kubernetes.io/enforce\":\"baseline\",\"team\":\"etl\"}"));
        assertThat(written("secrets", name, "registry"))
                .isEqualTo(World.json("{\"apiVersion\":\"v1\",\"kind\":\"Secret\"," + meta(name, "registry")
                        + ",\"type\":\"kubernetes.io/dockerconfigjson\",\"data\":{\".dockerconfigjson\":"
                        + "\"eyJhdXRocyI6e319\"}}"));
        assertThat(written("serviceaccounts", name, "spark"))
                .isEqualTo(World.json("{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\"," + meta(name, "spark")
                        + ",\"imagePullSecrets\":[{\"name\":\"registry\"}]}"));
        assertThat(written("roles." + RBAC, name, "spark"))
                .isEqualTo(World.json("{\"apiVersion\":\"" + RBAC + "/v1\",\"kind\":\"Role\"," + meta(name, "spark")
                        + ",\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"pods\",\"services\",\"configmaps\","
                        + "\"persistentvolumeclaims\"],\"verbs\":[\"get\",\"list\",\"watch\",\"create\",\"update\","
                        + "\"patch\",\"delete\",\"deletecollection\"]}]}"));
        assertThat(written("rolebindings." + RBAC, name, "spark"))
                .isEqualTo(World.json("{\"apiVersion\":\"" + RBAC + "/v1\",\"kind\":\"RoleBinding\","
                        + meta(name, "spark") + ",\"roleRef\":{\"apiGroup\":\"" + RBAC
                        + "\",\"kind\":\"Role\",\"name\":\"spark\"},\"subjects\":[{\"kind\":\"ServiceAccount\","
                        + "\"name\":\"spark\",\"namespace\":\"" + name + "\"}]}"));
        assertThat(written("resourcequotas", name, "drover"))
                .isEqualTo(World.json("{\"apiVersion\":\"v1\",\"kind\":\"ResourceQuota\"," + meta(name, "drover")
                        + ",\"spec\":{\"hard\":{\"pods\":\"50\",\"requests.cpu\":\"40\","
                        + "\"requests.memory\":\"80Gi\"}}}"));
        assertThat(written("limitranges", name, "drover"))
                .isEqualTo(World.json("{\"apiVersion\":\"v1\",\"kind\":\"LimitRange\"," + meta(name, "drover")
                        + ",\"spec\":{\"limits\":[{\"type\":\"Container\",\"defaultRequest\":{\"cpu\":\"100m\","
                        + "\"memory\":\"256Mi\"}}]}}"));
    }

    @Test
    void aResizeChangesTheQuotaAlone() {
        KubeNamespaceOptions options =
                KubeNamespaceOptions.builder().quota("pods", "50").build();
        try (Drover drover = world.builder(FakeKube.ADMIN)
                .configure(World.KUBERNETES, options)
                .build()) {
            create(drover, World.workers(2).build()).resize(5);
        }
        assertThat(world.object("resourcequotas", name, "drover").at("/spec/hard"))
                .isEqualTo(World.json("{\"pods\":\"50\",\"requests.cpu\":\"10\",\"requests.memory\":\"10240Mi\"}"));
    }

    @Test
    void whatIsMissingIsNamed() {
        try (Drover drover = drover()) {
            ClusterHandle cluster = create(drover, World.workers(1).build());
            world.kube.delete("roles." + RBAC, name, "spark");

            ClusterStatus status = cluster.describe();
            assertThat(status.state()).isEqualTo(ClusterState.DEGRADED);
            assertThat(status.problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("roles 'spark'"));
        }
    }

    // Faults

    @ParameterizedTest
    @CsvSource({
        "create, secrets",
        "create, serviceaccounts",
        "create, roles",
        "create, rolebindings",
        "create, resourcequotas",
        "create, limitranges",
        "patch, namespaces"
    })
    void aRefusalAtAnyStepLeavesNothing(String verb, String resource) {
        KubeNamespaceOptions options = KubeNamespaceOptions.builder()
                .pullSecret("registry", Secret.of(Marked.secret("registry")))
                .build();
        world.kube.next(verb, resource, NO);
        try (Drover drover = world.builder(FakeKube.ADMIN)
                .configure(World.KUBERNETES, options)
                .build()) {
            DroverException e = catchThrowableOfType(
                    DroverException.class, () -> create(drover, World.workers(1).build()));

            assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(e).hasMessageContaining("a rule of this cluster says no");
        }
        await().until(() -> world.find("namespaces", "", name).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "create, namespaces",
        "create, serviceaccounts",
        "create, roles",
        "create, rolebindings",
        "create, resourcequotas",
        "create, limitranges",
        "patch, namespaces"
    })
    void aLostAnswerAtAnyStepMakesOne(String verb, String resource) {
        world.kube.next(verb, resource, new KubeFault.LoseResponse());
        try (Drover drover = drover()) {
            assertThat(create(drover, World.workers(1).build()).describe().state())
                    .isEqualTo(ClusterState.READY);
        }
        assertThat(world.kube.objects("namespaces", ""))
                .filteredOn(each -> each.contains("drover.dev/cluster"))
                .hasSize(1);
    }

    @Test
    void whoeverComesNextCompletesWhatIsHalfMade() {
        world.kube.always("create", "resourcequotas", KubeFault.unavailable());
        try (Drover drover = world.builder(FakeKube.ADMIN)
                .operationTimeout(Duration.ofSeconds(2))
                .build()) {
            DroverException e = catchThrowableOfType(
                    DroverException.class, () -> create(drover, World.workers(1).build()));
            assertThat(e.retryable()).isTrue();
        }
        world.kube.recover("create", "resourcequotas");
        try (Drover drover = drover()) {
            assertThat(drover.clusters(World.KUBERNETES).list())
                    .extracting(ClusterStatus::state)
                    .containsExactly(ClusterState.STARTING);
            assertThat(drover.clusters(World.KUBERNETES).find(key)).isEmpty();
            assertThat(create(drover, World.workers(1).build()).describe().state())
                    .isEqualTo(ClusterState.READY);
            assertThat(drover.clusters(World.KUBERNETES).find(key)).isPresent();
        }
    }

    // What is not Drover's

    @Test
    void aForeignNamespaceIsLeftAlone() {
        world.kube.namespace("theirs");
        try (Drover drover = drover()) {
            ClusterHandle theirs = drover.cluster(ClusterId.parse("k8s://test/theirs"));
            assertThat(theirs.describe().state()).as("it takes jobs").isEqualTo(ClusterState.READY);
            for (Runnable each : List.<Runnable>of(theirs::terminate, () -> theirs.resize(3))) {
                DroverException e = catchThrowableOfType(DroverException.class, each::run);
                assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
                assertThat(e)
                        .hasMessageContaining("Drover did not make the namespace 'theirs'")
                        .hasMessageContaining("kubectl");
            }
            assertThat(drover.clusters(World.KUBERNETES).list()).isEmpty();
        }
        assertThat(world.object("namespaces", "", "theirs").at("/status/phase").asText())
                .isEqualTo("Active");
    }

    @Test
    void aNameThatSomebodyHasTakenIsRefusedAndKept() {
        world.kube.namespace(name);
        try (Drover drover = drover()) {
            DroverException e = catchThrowableOfType(
                    DroverException.class, () -> create(drover, World.workers(1).build()));
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(e).hasMessageContaining("Somebody else has made the Namespace '" + name + "'");
        }
        assertThat(world.find("namespaces", "", name)).isPresent();
        assertThat(world.find("resourcequotas", name, "drover")).isEmpty();
    }

    @Test
    void aPartThatSomebodyHasTakenUndoesTheRest() {
        // The default service account is there in every namespace, and is nobody's.
        KubeNamespaceOptions options =
                KubeNamespaceOptions.builder().serviceAccount("default").build();
        try (Drover drover = world.builder(FakeKube.ADMIN)
                .configure(World.KUBERNETES, options)
                .build()) {
            DroverException e = catchThrowableOfType(
                    DroverException.class, () -> create(drover, World.workers(1).build()));
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(e).hasMessageContaining("the ServiceAccount 'default' in '" + name + "'");
        }
        await().until(() -> world.find("namespaces", "", name).isEmpty());
    }

    // Rights and refusals

    @Test
    void missingRightsAreNamedByPlanAndByCreate() {
        world.kube.allow(
                "token-of-some",
                "some",
                new Grant(List.of("get", "list", "patch", "delete"), List.of("*"), List.of("*"), "*"),
                new Grant(
                        List.of("create"),
                        List.of(""),
                        List.of(
                                "namespaces",
                                "serviceaccounts",
                                "resourcequotas",
                                "limitranges",
                                "pods",
                                "services",
                                "configmaps",
                                "persistentvolumeclaims"),
                        "*"));
        try (Drover drover = world.builder("token-of-some").build()) {
            ClusterPlan plan =
                    drover.clusters(World.KUBERNETES).plan(World.workers(3).build());
            assertThat(plan.problems())
                    .containsExactly(
                            "The caller may not create roles." + RBAC + " in the whole cluster.",
                            "The caller may not create rolebindings." + RBAC + " in the whole cluster.");
            assertThat(plan.creates())
                    .contains("1 x Namespace")
                    .contains("1 x ResourceQuota name=drover, requests.cpu=6, requests.memory=6Gi");
            assertThat(world.kube.objects("namespaces", "")).noneMatch(each -> each.contains("drover.dev/cluster"));

            DroverException e = catchThrowableOfType(
                    DroverException.class, () -> create(drover, World.workers(1).build()));
            assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(e)
                    .hasMessageContaining("'create'")
                    .hasMessageContaining("roles." + RBAC)
                    .hasMessageContaining("'" + name + "'");
        }
        await().until(() -> world.find("namespaces", "", name).isEmpty());
    }

    @Test
    void whatANamespaceCannotBeIsRefusedBeforeAnyCall() {
        try (Drover drover = drover()) {
            for (ClusterSpec.Builder spec : List.of(
                    World.workers(1).sparkVersion("4.2.0"),
                    World.workers(1).conf("spark.sql.shuffle.partitions", "10"),
                    World.workers(1).label("drover.dev/cluster", "x"),
                    World.workers(1).label("not a label", "x"))) {
                DroverException e = catchThrowableOfType(DroverException.class, () -> create(drover, spec.build()));
                assertThat(e.code()).isIn(ErrorCode.UNSUPPORTED, ErrorCode.INVALID_ARGUMENT);
                assertThat(drover.clusters(World.KUBERNETES).plan(spec.build()).problems())
                        .hasSize(1);
            }
        }
        assertThat(world.kube.traffic()).isEmpty();
    }

    @Test
    void aSecretThatCannotBeReadIsMissedBeforeAnyCall() {
        KubeNamespaceOptions options = KubeNamespaceOptions.builder()
                .pullSecret("registry", Secret.file(Path.of("/no/such/file")))
                .build();
        try (Drover drover = world.builder(FakeKube.ADMIN)
                .configure(World.KUBERNETES, options)
                .build()) {
            DroverException e = catchThrowableOfType(
                    DroverException.class, () -> create(drover, World.workers(1).build()));
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
        assertThat(world.kube.calls("create", "namespaces")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"16 Gi", "-1", "1e", "Gi", "1.5.5", ""})
    void amountsThatAreNoneAreRefused(String quantity) {
        DroverException e = catchThrowableOfType(
                DroverException.class, () -> KubeNamespaceOptions.builder().quota("pods", quantity));
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }
}
