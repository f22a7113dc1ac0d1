package dev.drover.k8s.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One object at a time: what is kept, what is refused, and in which words. */
class FakeKubeTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String APPS = "/apis/sparkoperator.k8s.io/v1beta2/namespaces/default/sparkapplications";
    private static final String POD = """
            {"metadata":{"name":"%s"},"spec":{"containers":[{"name":"c","image":"i"}]}}""";
    private static final String APP = """
            {"apiVersion":"sparkoperator.k8s.io/v1beta2","kind":"SparkApplication","metadata":{"name":"pi"},
             "spec":{"type":"Scala","sparkVersion":"4.0.0","mainApplicationFile":"local:///pi.jar",
                     "driver":{"cores":1},"executor":{"instances":2}}}""";

    @TempDir
    Path folder;

    private FakeKube kube;
    private Direct direct;

    @BeforeEach
    void start() {
        kube = new FakeKube(folder);
        direct = new Direct(kube, FakeKube.ADMIN);
    }

    @AfterEach
    void stop() {
        kube.close();
    }

    private static String map(String name, String more) {
        return "{\"metadata\":{\"name\":\"" + name + "\"" + more + "},\"data\":{\"a\":\"1\"}}";
    }

    @Test
    void whatIsCreatedHasAnIdentityAndAVersion() throws Exception {
        Direct.Seen made = direct.post(MAPS, map("m", ""));
        assertThat(made.status()).isEqualTo(201);
        JsonNode meta = made.json().path("metadata");
        assertThat(made.json().path("kind").asText()).isEqualTo("ConfigMap");
        assertThat(Json.text(meta, "uid")).hasSize(36);
        assertThat(Json.text(meta, "creationTimestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(Json.text(meta, "namespace")).isEqualTo("default");
        assertThat(direct.get(MAPS + "/m").json()).isEqualTo(made.json());
        JsonNode other = direct.post(MAPS, map("n", "")).json();
        assertThat(Json.at(other, "metadata", "resourceVersion").asLong())
                .isGreaterThan(meta.path("resourceVersion").asLong());
    }

    @Test
    void aNameIsMadeFromItsBeginning() throws Exception {
        Direct.Seen made = direct.post(MAPS, "{\"metadata\":{\"generateName\":\"run-\"}}");
        assertThat(Json.name(made.json())).matches("run-[a-z0-9]{5}");
    }

    @Test
    void aSecondOfTheSameNameIsRefused() throws Exception {
        direct.post(PODS, POD.formatted("p"));
        assertStatus(direct.post(PODS, POD.formatted("p")), 409, "AlreadyExists", "pods \"p\" already exists");
        kube.installKubeflow();
        assertThat(direct.post(APPS, APP).status()).isEqualTo(201);
        Direct.Seen second = direct.post(APPS, APP);
        assertStatus(second, 409, "AlreadyExists", "sparkapplications.sparkoperator.k8s.io \"pi\" already exists");
        assertThat(second.json().path("details").toString())
                .isEqualTo("{\"name\":\"pi\",\"group\":\"sparkoperator.k8s.io\",\"kind\":\"sparkapplications\"}");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertStatus(direct.get(MAPS + "/m"), 404, "NotFound", "configmaps \"m\" not found");
        assertStatus(
                direct.post("/api/v1/namespaces/none/configmaps", map("m", "")),
                404,
                "NotFound",
                "namespaces \"none\" not found");
        assertStatus(
                direct.get("/apis/apps/v1/things"),
                404,
                "NotFound",
                "the server could not find the requested resource");
        Direct.Seen unknown = direct.get("/apis/acme.example/v1/things");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.response().body()).isEqualTo("404 page not found\n");
        assertThat(unknown.header("Content-Type")).startsWith("text/plain");
    }

    @Test
    void aWriteOverANewerVersionIsAConflict() throws Exception {
        JsonNode made = direct.post(MAPS, map("m", "")).json();
        String old = made.toString();
        assertThat(direct.put(MAPS + "/m", old.replace("\"a\":\"1\"", "\"a\":\"2\""))
                        .status())
                .isEqualTo(200);
        assertStatus(
                direct.put(MAPS + "/m", old.replace("\"a\":\"1\"", "\"a\":\"3\"")),
                409,
                "Conflict",
                "Operation cannot be fulfilled on configmaps \"m\": the object has been modified; please apply your"
                        + " changes to the latest version and try again");
        String version = Json.text(made, "metadata", "resourceVersion");
        String patch = "{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"data\":{\"a\":\"4\"}}";
        assertThat(direct.patch(MAPS + "/m", Patches.MERGE, patch).status()).isEqualTo(409);
        assertThat(Json.text(direct.get(MAPS + "/m").json(), "data", "a")).isEqualTo("2");
    }

    @Test
    void aWriteThatChangesNothingMakesNoVersion() throws Exception {
        JsonNode made = direct.post(MAPS, map("m", "")).json();
        JsonNode again = direct.put(MAPS + "/m", made.toString()).json();
        assertThat(again).isEqualTo(made);
    }

    @Test
    void aCustomResourceIsNotReplacedWithoutItsVersion() throws Exception {
        kube.installKubeflow();
        direct.post(APPS, APP);
        assertStatus(
                direct.put(APPS + "/pi", APP),
                422,
                "Invalid",
                "sparkapplications.sparkoperator.k8s.io \"pi\" is invalid: metadata.resourceVersion: Invalid value: 0:"
                        + " must be specified for an update");
        direct.post(MAPS, map("m", ""));
        assertThat(direct.put(MAPS + "/m", map("m", "")).status()).isEqualTo(200);
    }

    @Test
    void statusIsASubresource() throws Exception {
        kube.installKubeflow();
        String withStatus = APP.substring(0, APP.length() - 1)
                + ",\"status\":{\"driverInfo\":{},\"applicationState\":{\"state\":\"RUNNING\"}}}";
        assertThat(direct.post(APPS, withStatus).json().has("status")).isFalse();
        String status = "{\"status\":{\"driverInfo\":{},\"applicationState\":{\"state\":\"RUNNING\"}},"
                + "\"spec\":{\"sparkVersion\":\"9\"}}";
        assertThat(direct.patch(APPS + "/pi", Patches.MERGE, status).json().has("status"))
                .isFalse();
        JsonNode patched =
                direct.patch(APPS + "/pi/status", Patches.MERGE, status).json();
        assertThat(Json.text(patched, "status", "applicationState", "state")).isEqualTo("RUNNING");
        assertThat(Json.at(patched, "metadata", "generation").asInt()).isEqualTo(2);
        // By the patch of the whole, and not by that of the status.
        assertThat(Json.text(patched, "spec", "sparkVersion")).isEqualTo("9");
        JsonNode spec = direct.patch(APPS + "/pi", Patches.MERGE, "{\"spec\":{\"sparkVersion\":\"4.1.0\"}}")
                .json();
        assertThat(Json.at(spec, "metadata", "generation").asInt()).isEqualTo(3);
        assertThat(Json.text(spec, "status", "applicationState", "state")).isEqualTo("RUNNING");
    }

    @Test
    void everyKindOfPatch() throws Exception {
        direct.post(MAPS, map("m", ",\"labels\":{\"x\":\"1\",\"y\":\"2\"}"));
        JsonNode merged = direct.patch(
                        MAPS + "/m", Patches.MERGE, "{\"metadata\":{\"labels\":{\"x\":null,\"z\":\"3\"}}}")
                .json();
        assertThat(Json.at(merged, "metadata", "labels").toString()).isEqualTo("{\"y\":\"2\",\"z\":\"3\"}");
        JsonNode operated = direct.patch(
                        MAPS + "/m",
                        Patches.JSON,
                        "[{\"op\":\"test\",\"path\":\"/data/a\",\"value\":\"1\"},"
                                + "{\"op\":\"add\",\"path\":\"/data/b\",\"value\":\"2\"},"
                                + "{\"op\":\"remove\",\"path\":\"/data/a\"}]")
                .json();
        assertThat(operated.path("data").toString()).isEqualTo("{\"b\":\"2\"}");
        Direct.Seen failed =
                direct.patch(MAPS + "/m", Patches.JSON, "[{\"op\":\"test\",\"path\":\"/data/b\",\"value\":\"0\"}]");
        assertStatus(failed, 422, "Invalid", "the server rejected our request due to an error in our request");
        Direct.Seen applied = direct.patch(
                MAPS + "/n?fieldManager=us",
                Patches.APPLY,
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"n\"},\"data\":{\"c\":\"1\"}}");
        assertThat(applied.status()).isEqualTo(201);
        JsonNode pod = direct.post(PODS, POD.formatted("p")).json();
        JsonNode strategic = direct.patch(
                        PODS + "/p",
                        Patches.STRATEGIC,
                        "{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]},\"metadata\":{\"labels\":{\"a\":\"b\"}}}")
                .json();
        assertThat(strategic.path("spec")).isEqualTo(pod.path("spec"));
        assertThat(Json.text(strategic, "metadata", "labels", "a")).isEqualTo("b");
    }

    @Test
    void aPatchSaysWhatItIs() throws Exception {
        direct.post(MAPS, map("m", ""));
        assertStatus(
                direct.patch(MAPS + "/m", "application/json", "{}"),
                415,
                "UnsupportedMediaType",
                "415: Unsupported Media Type");
        kube.installKubeflow();
        direct.post(APPS, APP);
        assertStatus(
                direct.patch(APPS + "/pi", Patches.STRATEGIC, "{}"),
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
        assertStatus(
                direct.patch(MAPS + "/m", Patches.APPLY, map("m", "")),
                422,
                "Invalid",
                "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
    }

    @Test
    void aDryRunLeavesNothing() throws Exception {
        assertThat(direct.post(MAPS + "?dryRun=All", map("m", "")).status()).isEqualTo(201);
        assertThat(direct.get(MAPS + "/m").status()).isEqualTo(404);
        direct.post(MAPS, map("m", ""));
        assertThat(direct.delete(MAPS + "/m?dryRun=All", "").status()).isEqualTo(200);
        assertThat(direct.patch(MAPS + "/m?dryRun=All", Patches.MERGE, "{\"data\":{\"a\":\"2\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(Json.text(direct.get(MAPS + "/m").json(), "data", "a")).isEqualTo("1");
        assertStatus(
                direct.post(MAPS + "?dryRun=Some", map("n", "")),
                422,
                "Invalid",
                "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]: supported values:"
                        + " \"All\"");
    }

    @Test
    void onlyWhatIsMeantIsDeleted() throws Exception {
        JsonNode made = direct.post(MAPS, map("m", "")).json();
        String other = "00000000-0000-0000-0000-000000000000";
        assertStatus(
                direct.delete(MAPS + "/m", "{\"preconditions\":{\"uid\":\"" + other + "\"}}"),
                409,
                "Conflict",
                "Operation cannot be fulfilled on ConfigMap \"m\": the UID in the precondition (" + other
                        + ") does not match the UID in record (" + Json.uid(made)
                        + "). The object might have been deleted and then recreated");
        Direct.Seen deleted = direct.delete(MAPS + "/m", "{\"preconditions\":{\"uid\":\"" + Json.uid(made) + "\"}}");
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(Json.text(deleted.json(), "status")).isEqualTo("Success");
        assertThat(Json.text(deleted.json(), "details", "uid")).isEqualTo(Json.uid(made));
        assertThat(direct.get(MAPS + "/m").status()).isEqualTo(404);
    }

    @Test
    void aFinalizerKeepsAnObjectUntilItIsTakenAway() throws Exception {
        direct.post(MAPS, map("m", ",\"finalizers\":[\"acme.example/wait\"]"));
        JsonNode deleted = direct.delete(MAPS + "/m", "").json();
        assertThat(Json.deleting(deleted)).isTrue();
        assertThat(direct.get(MAPS + "/m").status()).isEqualTo(200);
        direct.patch(MAPS + "/m", Patches.MERGE, "{\"metadata\":{\"finalizers\":null}}");
        assertThat(direct.get(MAPS + "/m").status()).isEqualTo(404);
    }

    @Test
    void aPodOnAMachineIsGivenTimeToEnd() throws Exception {
        direct.post(PODS, POD.formatted("p"));
        kube.edit("pods", "default", "p", pod -> pod.replace("\"spec\":{", "\"spec\":{\"nodeName\":\"n1\","));
        JsonNode deleted = direct.delete(PODS + "/p", "").json();
        assertThat(Json.at(deleted, "metadata", "deletionGracePeriodSeconds").asInt())
                .isEqualTo(30);
        assertThat(direct.get(PODS + "/p").status()).isEqualTo(200);
        JsonNode now = direct.delete(PODS + "/p", "{\"gracePeriodSeconds\":0}").json();
        assertThat(Json.text(now, "kind")).isEqualTo("Pod");
        assertThat(direct.get(PODS + "/p").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"Background, true", "Foreground, true", "Orphan, false"})
    void whatIsOwnedGoesWithItsOwner(String propagation, boolean goes) throws Exception {
        JsonNode owner = direct.post(MAPS, map("owner", "")).json();
        String reference = ",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"owner\","
                + "\"uid\":\"" + Json.uid(owner) + "\"}]";
        direct.post(MAPS, map("owned", reference));
        direct.delete(MAPS + "/owner?propagationPolicy=" + propagation, "");
        Awaitility.await().until(() -> direct.get(MAPS + "/owner").status() == 404);
        if (goes) {
            Awaitility.await().until(() -> direct.get(MAPS + "/owned").status() == 404);
        } else {
            assertThat(Json.at(direct.get(MAPS + "/owned").json(), "metadata", "ownerReferences"))
                    .isEmpty();
        }
    }

    @Test
    void aNamespaceIsEmptiedBeforeItGoes() throws Exception {
        kube.namespace("team");
        direct.post("/api/v1/namespaces/team/configmaps", map("held", ",\"finalizers\":[\"acme.example/wait\"]"));
        JsonNode deleted = direct.delete("/api/v1/namespaces/team", "").json();
        assertThat(Json.text(deleted, "status", "phase")).isEqualTo("Terminating");
        Direct.Seen late = direct.post("/api/v1/namespaces/team/configmaps", map("m", ""));
        assertStatus(
                late,
                403,
                "Forbidden",
                "configmaps \"m\" is forbidden: unable to create new content in namespace team because it is being"
                        + " terminated");
        assertThat(Json.at(late.json(), "details", "causes")
                        .get(0)
                        .path("reason")
                        .asText())
                .isEqualTo("NamespaceTerminating");
        direct.patch("/api/v1/namespaces/team/configmaps/held", Patches.MERGE, "{\"metadata\":{\"finalizers\":null}}");
        Awaitility.await().until(() -> direct.get("/api/v1/namespaces/team").status() == 404);
    }

    @Test
    void aCollectionIsDeletedByItsLabel() throws Exception {
        direct.post(MAPS, map("a", ",\"labels\":{\"run\":\"1\"}"));
        direct.post(MAPS, map("b", ",\"labels\":{\"run\":\"2\"}"));
        assertThat(direct.delete(MAPS + "?labelSelector=run%3D1", "").status()).isEqualTo(200);
        assertThat(kube.object("configmaps", "default", "a")).isEmpty();
        assertThat(kube.object("configmaps", "default", "b")).isPresent();
    }

    // Schemas

    @Test
    void whatASchemaDoesNotNameIsPruned() throws Exception {
        kube.installKubeflow();
        String odd = APP.replace("\"cores\":1", "\"cores\":1,\"colour\":\"red\",\"affinity\":{}");
        Direct.Seen made = direct.post(APPS, odd);
        assertThat(Json.at(made.json(), "spec", "driver")).isEqualTo(Json.object("{\"cores\":1,\"affinity\":{}}"));
        assertThat(made.header("Warning")).isEqualTo("299 - \"unknown field \\\"spec.driver.colour\\\"\"");
        assertStatus(
                direct.post(APPS + "?fieldValidation=Strict", odd),
                400,
                "BadRequest",
                "SparkApplication in version \"v1beta2\" cannot be handled as a SparkApplication: strict decoding error:"
                        + " unknown field \"spec.driver.colour\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cores\":1 | \"cores\":\"1\" | spec.driver.cores: Invalid value: \"string\": spec.driver.cores in body"
                        + " must be of type integer: \"string\" | FieldValueTypeInvalid",
                "\"cores\":1 | \"cores\":0 | spec.driver.cores: Invalid value: 0: spec.driver.cores in body should be"
                        + " greater than or equal to 1 | FieldValueInvalid",
                "Scala | Rust | spec.type: Unsupported value: \"Rust\": supported values: \"Java\", \"Python\","
                        + " \"Scala\", \"R\" | FieldValueNotSupported",
                "\"sparkVersion\":\"4.0.0\", | '' | spec.sparkVersion: Required value | FieldValueRequired",
                "\"name\":\"pi\" | \"name\":\"Pi_1\" | metadata.name: Invalid value: \"Pi_1\": a lowercase RFC 1123"
                        + " subdomain | FieldValueInvalid",
                "\"name\":\"pi\" | \"name\":\"pi\",\"labels\":{\"a\":\"b c\"} | metadata.labels: Invalid value: \"b c\":"
                        + " a valid label must be | FieldValueInvalid"
            })
    void whatASchemaForbidsIsRefused(String from, String to, String message, String reason) throws Exception {
        kube.installKubeflow();
        Direct.Seen refused = direct.post(APPS, APP.replace(from, to));
        assertThat(refused.status()).as(refused.response().body()).isEqualTo(422);
        assertThat(Json.text(refused.json(), "reason")).isEqualTo("Invalid");
        assertThat(Json.text(refused.json(), "message"))
                .startsWith("SparkApplication.sparkoperator.k8s.io \"")
                .contains(" is invalid: " + message);
        JsonNode cause = Json.at(refused.json(), "details", "causes").get(0);
        assertThat(cause.path("reason").asText()).isEqualTo(reason);
        assertThat(message).startsWith(cause.path("field").asText() + ": ");
    }

    @Test
    void amountsAreNumbersOrHaveUnits() throws Exception {
        kube.installKubeflow();
        String queued = APP.replace(
                "\"driver\"", "\"batchSchedulerOptions\":{\"resources\":{\"cpu\":2,\"memory\":\"%s\"}},\"driver\"");
        assertThat(direct.post(APPS, queued.formatted("4 gigs")).status()).isEqualTo(422);
        assertThat(direct.post(APPS, queued.formatted("4Gi")).status()).isEqualTo(201);
    }

    @Test
    void oneObjectIsServedInEveryVersion() throws Exception {
        kube.installApache();
        String app =
                "{\"apiVersion\":\"spark.apache.org/v1\",\"kind\":\"SparkApplication\",\"metadata\":{\"name\":\"pi\"},"
                        + "\"spec\":{\"runtimeVersions\":{\"sparkVersion\":\"4.0.0\"}}}";
        String at = "/apis/spark.apache.org/%s/namespaces/default/sparkapplications";
        JsonNode made = direct.post(at.formatted("v1"), app).json();
        assertThat(Json.text(made, "spec", "deploymentMode")).isEqualTo("ClusterMode");
        JsonNode old = direct.get(at.formatted("v1beta1") + "/pi").json();
        assertThat(Json.text(old, "apiVersion")).isEqualTo("spark.apache.org/v1beta1");
        assertThat(old.path("spec")).isEqualTo(made.path("spec"));
        assertThat(direct.get(at.formatted("v2") + "/pi").status()).isEqualTo(404);
        JsonNode groups = direct.get("/apis/spark.apache.org").json();
        assertThat(Json.text(groups, "preferredVersion", "version")).isEqualTo("v1");
    }

    @Test
    @OnFakeKube("a definition that is not there yet")
    void aNewKindComesLate() throws Exception {
        kube.newKindsComeLate(Duration.ofMillis(300), Duration.ofMillis(300));
        kube.installKubeflow();
        Direct.Seen first = direct.get(APPS);
        assertThat(first.status()).isEqualTo(404);
        assertThat(first.response().body()).isEqualTo("404 page not found\n");
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> direct.get(APPS).status() != 404);
        Direct.Seen second = direct.get(APPS);
        assertStatus(second, 429, "TooManyRequests", "storage is (re)initializing");
        assertThat(second.header("Retry-After")).isEqualTo("1");
        Awaitility.await().until(() -> direct.get(APPS).status() == 200);
    }

    // Rules of the kinds that Kubernetes brings along

    @Test
    void podsAreChecked() throws Exception {
        assertStatus(
                direct.post(PODS, "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[]}}"),
                422,
                "Invalid",
                "Pod \"p\" is invalid: spec.containers: Required value");
        assertThat(direct.post(PODS, POD.formatted("p").replace("\"spec\":{", "\"spec\":{\"overhead\":{},"))
                        .status())
                .isEqualTo(403);
        assertStatus(
                direct.post(
                        PODS, POD.formatted("p").replace("\"spec\":{", "\"spec\":{\"serviceAccountName\":\"spark\",")),
                403,
                "Forbidden",
                "pods \"p\" is forbidden: error looking up service account default/spark: serviceaccount \"spark\" not"
                        + " found");
        assertThat(direct.post(
                                "/api/v1/namespaces/default/services",
                                "{\"metadata\":{\"name\":\"A\"},\"spec\":{\"ports\":[{\"port\":1}]}}")
                        .status())
                .isEqualTo(422);
    }

    /** A real cluster's controllers take a moment until a new quota counts. */
    private void awaitQuota() {
        Awaitility.await()
                .until(() -> kube.object("resourcequotas", "default", "q")
                        .orElseThrow()
                        .contains("\"used\""));
    }

    @Test
    void aQuotaIsEnforced() throws Exception {
        kube.create("""
                {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"default"},
                 "spec":{"hard":{"pods":"1"}}}""");
        awaitQuota();
        assertThat(direct.post(PODS, POD.formatted("p1")).status()).isEqualTo(201);
        assertStatus(
                direct.post(PODS, POD.formatted("p2")),
                403,
                "Forbidden",
                "pods \"p2\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1");
        assertThat(kube.object("resourcequotas", "default", "q").orElseThrow()).contains("\"used\":{\"pods\":\"1\"}");
        kube.edit("pods", "default", "p1", pod -> pod.replace("Pending", "Succeeded"));
        Awaitility.await().until(() -> direct.post(PODS, POD.formatted("p2")).status() == 201);
    }

    @Test
    void aQuotaOfMemoryWantsToKnow() throws Exception {
        kube.create("""
                {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"default"},
                 "spec":{"hard":{"limits.memory":"2Gi"}}}""");
        awaitQuota();
        assertStatus(
                direct.post(PODS, POD.formatted("p")),
                403,
                "Forbidden",
                "pods \"p\" is forbidden: failed quota: q: must specify limits.memory for: c");
        kube.create("""
                {"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"l","namespace":"default"},
                 "spec":{"limits":[{"type":"Container","default":{"memory":"1536Mi"}}]}}""");
        assertThat(direct.post(PODS, POD.formatted("p")).status()).isEqualTo(201);
        assertThat(Json.text(direct.post(PODS, POD.formatted("p2")).json(), "message"))
                .contains("exceeded quota: q, requested: limits.memory=");
    }

    // Who may do what

    @Test
    void nobodyUnknownIsLetIn() throws Exception {
        Direct.Seen refused = new Direct(kube, "wrong").get(PODS);
        assertStatus(refused, 401, "Unauthorized", "Unauthorized");
    }

    @Test
    void rightsAreByVerbResourceAndNamespace() throws Exception {
        kube.allow("t", "jane", new Grant(List.of("get", "list"), List.of(""), List.of("pods"), "default"));
        Direct jane = new Direct(kube, "t");
        assertThat(jane.get(PODS).status()).isEqualTo(200);
        Direct.Seen refused = jane.post(PODS, POD.formatted("p"));
        assertStatus(
                refused,
                403,
                "Forbidden",
                "pods is forbidden: User \"jane\" cannot create resource \"pods\" in API group \"\" in the namespace"
                        + " \"default\"");
        assertThat(Json.text(refused.json(), "details", "kind")).isEqualTo("pods");
        assertStatus(
                jane.get(PODS + "/p/log"),
                403,
                "Forbidden",
                "pods \"p\" is forbidden: User \"jane\" cannot get resource \"pods/log\" in API group \"\" in the"
                        + " namespace \"default\"");
        assertStatus(
                jane.get("/api/v1/pods"),
                403,
                "Forbidden",
                "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" at the cluster scope");
        String review =
                "{\"spec\":{\"resourceAttributes\":{\"namespace\":\"default\",\"verb\":\"%s\",\"resource\":\"pods\"}}}";
        String reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        assertThat(Json.at(jane.post(reviews, review.formatted("list")).json(), "status", "allowed")
                        .asBoolean())
                .isTrue();
        assertThat(Json.at(jane.post(reviews, review.formatted("create")).json(), "status", "allowed")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void theKubeconfigIsItsOwnersAlone() throws Exception {
        Path file = kube.kubeconfig("blue", "team", FakeKube.ADMIN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private static void assertStatus(Direct.Seen seen, int code, String reason, String message) {
        assertThat(seen.status()).as(seen.response().body()).isEqualTo(code);
        JsonNode status = seen.json();
        assertThat(Json.text(status, "kind")).isEqualTo("Status");
        assertThat(Json.text(status, "status")).isEqualTo("Failure");
        assertThat(Json.text(status, "reason")).isEqualTo(reason);
        assertThat(Json.text(status, "message")).isEqualTo(message);
        assertThat(status.path("code").asInt()).isEqualTo(code);
    }
}
