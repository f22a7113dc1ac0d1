package dev.drover.samples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.k8s.fake.KubeFault;
import dev.drover.k8s.fake.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP, in front of two clusters that are well. */
@Timeout(120)
class GatewayTest {
    private static final String APPLICATIONS = "sparkapplications.sparkoperator.k8s.io";
    private static final String CALLS = "sparkapplications";
    private static final String JAR =
            "\"type\": \"Scala\", \"mainApplicationFile\": \"s3://acme/etl.jar\", \"mainClass\": \"com.acme.Etl\"";
    private static final String JOB = "{" + JAR + "}";

    @TempDir
    private static Path folder;

    private static TwoClusters clusters;
    private static Gateway gateway;

    private final Client alice = new Client(gateway, TwoClusters.ALICE);
    private final Client bob = new Client(gateway, TwoClusters.BOB);
    private final Client admin = new Client(gateway, TwoClusters.ADMIN);
    private final Client stranger = new Client(gateway, "");
    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        clusters = new TwoClusters(folder, Machine::idle);
        gateway = clusters.gateway(0);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        clusters.close();
    }

    private static String id(Client.Answer submitted) {
        assertThat(submitted.status()).as(submitted.text()).isIn(200, 201);
        return submitted.json().get("submissionId").asText();
    }

    private static TwoClusters.Cluster clusterOf(String id) {
        return id.startsWith("blue.") ? clusters.blue : clusters.green;
    }

    private static JsonNode application(String id) throws IOException {
        String object = clusterOf(id)
                .kube()
                .object(APPLICATIONS, TwoClusters.NAMESPACE, id.substring(id.indexOf('.') + 1))
                .orElseThrow();
        return new ObjectMapper().readTree(object);
    }

    private String running(Client client, String body) {
        String id = id(client.submit(UUID.randomUUID().toString(), body));
        await().atMost(TwoClusters.PATIENCE)
                .until(
                        () -> client.get("/spark/" + id + "/status")
                                .json()
                                .get("state")
                                .asText(),
                        "RUNNING"::equals);
        return id;
    }

    private static void assertRefused(Client.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().get("code").asText()).isEqualTo(code);
        assertThat(answer.json().get("message").asText()).isNotEmpty();
    }

    // Submitting

    @Test
    void aKeyHasOneRunHoweverOftenItIsSent() {
        Client.Answer first = alice.submit(key, JOB);
        Client.Answer again = alice.submit(key, JOB);

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().get("started").asBoolean()).isTrue();
        assertThat(first.header("Location")).isEqualTo("/spark/" + id(first));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("started").asBoolean()).isFalse();
        assertThat(id(again)).isEqualTo(id(first));
        assertThat(id(bob.submit(key, JOB))).as("of somebody else").isNotEqualTo(id(first));
        assertRefused(alice.submit(key, "{" + JAR + ", \"arguments\": [\"other\"]}"), 409, "CONFLICT");
    }

    @Test
    void anotherInstanceKnowsTheKeyToo() throws Exception {
        String id = id(alice.submit(key, JOB));
        try (Gateway other = clusters.gateway(0)) {
            Client there = new Client(other, TwoClusters.ALICE);

            assertThat(id(there.submit(key, JOB))).isEqualTo(id);
            assertThat(there.get("/spark/" + id + "/status").status()).isEqualTo(200);
        }
    }

    @Test
    void withoutAKeyEveryRequestIsANewJob() {
        assertThat(id(alice.post("/spark", JOB))).isNotEqualTo(id(alice.post("/spark", JOB)));
    }

    @Test
    void whatTheBodySaysArrives() throws Exception {
        String body = """
                {"type": "Python", "applicationName": "report", "mainApplicationFile": "s3://acme/report.py",
                 "arguments": ["--day", "1"], "sparkVersion": "4.1", "queue": "nightly",
                 "sparkConf": {"spark.sql.shuffle.partitions": 7, "spark.network.crypto.enabled": "false"},
                 "env": {"STAGE": "test"}, "driver": {"cores": 2, "memory": "2g"},
                 "executor": {"cores": 4, "memory": "512m", "instances": 3}, "deps": {"pyFiles": ["s3://acme/lib.zip"]}}
                """;
        String id = id(alice.submit(key, body));
        JsonNode spec = application(id).get("spec");

        assertThat(id).startsWith("green.alice-");
        assertThat(spec.get("mainApplicationFile").asText()).isEqualTo("s3a://acme/report.py");
        assertThat(spec.get("arguments").toString()).isEqualTo("[\"--day\",\"1\"]");
        assertThat(spec.at("/deps/pyFiles").toString()).isEqualTo("[\"s3a://acme/lib.zip\"]");
        assertThat(spec.at("/driver/cores").asInt()).isEqualTo(2);
        assertThat(spec.at("/driver/memory").asText()).isEqualTo("2048m");
        assertThat(spec.at("/executor/instances").asInt()).isEqualTo(3);
        assertThat(spec.at("/executor/memory").asText()).isEqualTo("512m");
        assertThat(spec.get("sparkConf").get("spark.sql.shuffle.partitions").asText())
                .isEqualTo("7");
        assertThat(application(id).at("/metadata/labels/submitted-by").asText()).isEqualTo("alice");
    }

    @Test
    void defaultsAndFixedSettingsOfTheFileHold() throws Exception {
        JsonNode plain = application(id(alice.submit(key, JOB))).at("/spec");
        assertThat(plain.at("/executor/cores").asInt()).isEqualTo(2);
        assertThat(plain.get("sparkConf").toString())
                .contains("\"spark.network.crypto.enabled\":\"true\"", "\"spark.sql.debug.maxToStringFields\":\"75\"");
        assertThat(plain.toString()).contains("\"maxExecutors\":20");

        String id = id(alice.submit(
                key + "-nightly",
                "{" + JAR + ", \"queue\": \"nightly\", \"sparkConf\": {\"spark.network.crypto.enabled\": \"false\","
                        + " \"spark.sql.debug.maxToStringFields\": \"9\"}}"));
        JsonNode nightly = application(id).at("/spec");
        assertThat(id).startsWith("green.");
        assertThat(nightly.toString()).contains("\"maxExecutors\":200");
        assertThat(nightly.get("sparkConf").toString())
                .contains(
                        "\"spark.network.crypto.enabled\":\"true\"",
                        "\"spark.sql.debug.maxToStringFields\":\"9\"",
                        "\"spark.eventLog.dir\":\"s3a://acme-logs/green\"");
    }

    @Test
    void whatIsWrongWithABodyIsSaid() {
        List<List<String>> wrong = List.of(
                List.of("", "a JSON object"),
                List.of("[1]", "a JSON object"),
                List.of("{} {}", "no JSON"),
                List.of("{\"type\": \"Java\", \"type\": \"Java\"}", "Duplicate"),
                List.of("{\"type\": \"Java\"}", "'mainApplicationFile' is missing"),
                List.of(
                        "{\"type\": \"R\", \"mainApplicationFile\": \"s3://a/b\"}",
                        "'type' is Java, Scala, Python or SQL"),
                List.of("{" + JAR + ", \"clusterId\": \"blue\"}", "'clusterId' is not known"),
                List.of("{" + JAR + ", \"driver\": {\"memory\": \"2 GB\"}}", "'driver.memory' is a size"),
                List.of("{" + JAR + ", \"driver\": {\"memory\": \"999999g\"}}", "Memory must be"),
                List.of("{" + JAR + ", \"executor\": {\"instances\": 2.5}}", "'executor.instances' must be a whole"),
                List.of("{" + JAR + ", \"executor\": {\"core\": 2}}", "'executor.core' is not known"),
                List.of("{" + JAR + ", \"deps\": {\"files\": []}}", "'deps.files' is not known"),
                List.of("{" + JAR + ", \"arguments\": \"a\"}", "'arguments' must be a list"),
                List.of("{" + JAR + ", \"sparkConf\": {\"spark.x\": {}}}", "'sparkConf.spark.x' must be"),
                List.of("{" + JAR + ", \"sparkConf\": {\"x\": \"y\"}}", "not a Spark property"),
                List.of("[".repeat(500), "no JSON"));

        for (List<String> each : wrong) {
            Client.Answer answer = alice.submit(key, each.get(0));
            assertRefused(answer, 400, "INVALID_ARGUMENT");
            assertThat(answer.json().get("message").asText()).contains(each.get(1));
        }
        assertRefused(alice.submit("k".repeat(201), JOB), 400, "INVALID_ARGUMENT");
        assertRefused(alice.submit(key, "{\"x\": \"" + "y".repeat(1 << 20) + "\"}"), 413, "TOO_LARGE");
        assertThat(alice.submit(key, JOB).status())
                .as("none of this took the key")
                .isEqualTo(201);
    }

    @Test
    void aQueueOrSparkThatNoClusterHasIsRefusedWithReasons() {
        Client.Answer queue = alice.submit(key, "{" + JAR + ", \"queue\": \"hourly\"}");
        assertRefused(queue, 422, "UNSUPPORTED");
        assertThat(queue.text()).contains("k8s://blue/spark: it does not serve the queue hourly");
        assertRefused(alice.submit(key, "{" + JAR + ", \"sparkVersion\": \"3.5\"}"), 422, "UNSUPPORTED");
    }

    @Test
    void whatAClusterForbidsIsNotAnErrorOfTheGateway() {
        for (TwoClusters.Cluster cluster : List.of(clusters.blue, clusters.green)) {
            cluster.kube()
                    .next(
                            "create",
                            CALLS,
                            KubeFault.refuse(403, "Forbidden", "User \"gateway\" cannot create resource"));
        }

        Client.Answer answer = alice.submit(key, JOB);

        assertRefused(answer, 403, "PERMISSION_DENIED");
        assertThat(answer.text()).contains("create sparkapplications");
        assertThat(alice.submit(key, JOB).status()).as("it was settled").isEqualTo(201);
    }

    @Test
    void aLostAnswerMakesNoSecondJob() {
        for (TwoClusters.Cluster cluster : List.of(clusters.blue, clusters.green)) {
            cluster.kube().next("create", CALLS, new KubeFault.LoseResponse());
        }
        String id = id(alice.submit(key, JOB));

        String run = id.substring(id.indexOf('.') + 1);
        List<String> made = new ArrayList<>(clusters.blue.kube().objects(APPLICATIONS, TwoClusters.NAMESPACE));
        made.addAll(clusters.green.kube().objects(APPLICATIONS, TwoClusters.NAMESPACE));
        assertThat(made)
                .filteredOn(object -> object.contains("\"name\":\"" + run + "\""))
                .hasSize(1);
        // The other cluster's fault is still to come.
        await().atMost(TwoClusters.PATIENCE).until(() -> {
            var unused = alice.post("/spark", JOB);
            return clusters.blue.kube().unused().isEmpty()
                    && clusters.green.kube().unused().isEmpty();
        });
    }

    // Looking and ending

    @Test
    void aRunIsLookedAtAndEnded() {
        String id = running(alice, JOB);
        TwoClusters.Cluster cluster = clusterOf(id);
        cluster.kubelet().print(TwoClusters.NAMESPACE, id.substring(id.indexOf('.') + 1) + "-driver", "one\ntwo\n");

        await().atMost(TwoClusters.PATIENCE)
                .untilAsserted(
                        () -> assertThat(alice.get("/log?subId=" + id).text()).isEqualTo("one\ntwo\n"));
        Client.Answer page = alice.get("/log?subId=" + id + "&offset=4");
        assertThat(page.text()).isEqualTo("two\n");
        assertThat(page.header("Log-Next-Offset")).isEqualTo("8");
        assertThat(page.header("Log-More")).isEqualTo("later");
        assertThat(alice.get("/log?subId=" + id + "&tail=1").text()).isEqualTo("two\n");
        assertThat(alice.get("/spark/" + id + "/driver").json().get("logs").toString())
                .contains("stdout");
        assertThat(alice.get("/spark/" + id + "/describe").text())
                .contains("state         RUNNING")
                .contains("#" + id.substring(id.indexOf('.') + 1));

        assertThat(alice.delete("/spark/" + id).status()).isEqualTo(200);
        await().atMost(TwoClusters.PATIENCE)
                .until(
                        () -> alice.get("/spark/" + id + "/status")
                                .json()
                                .get("state")
                                .asText(),
                        "CANCELLED"::equals);
        assertThat(alice.delete("/spark/" + id).status()).as("twice").isEqualTo(200);
    }

    @Test
    void aFailureSaysWhy() {
        String id = running(alice, JOB);
        String driver = id.substring(id.indexOf('.') + 1) + "-driver";
        clusterOf(id)
                .kubelet()
                .print(
                        TwoClusters.NAMESPACE,
                        driver,
                        "Exception in thread \"main\" java.lang.IllegalStateException: no data\n\tat com.acme.Etl.main(Etl.java:7)\n");
        clusterOf(id).kubelet().end(TwoClusters.NAMESPACE, driver, 1);

        await().atMost(TwoClusters.PATIENCE)
                .until(
                        () -> alice.get("/spark/" + id + "/status")
                                .json()
                                .get("state")
                                .asText(),
                        "FAILED"::equals);
        assertThat(alice.get("/spark/" + id + "/describe").text())
                .contains("cause         USER_CODE: java.lang.IllegalStateException: no data");
        assertThat(alice.get("/spark/" + id + "/status").json().has("endedAt")).isTrue();
    }

    @Test
    void everybodyListsHisOwnAndAnAdministratorAll() {
        String hers = id(alice.submit(key, JOB));
        String his = id(bob.submit(key, JOB));

        assertThat(ids(alice.get("/spark/mySubmissions"))).contains(hers).doesNotContain(his);
        assertThat(ids(bob.get("/spark/mySubmissions"))).containsExactly(his);
        assertThat(ids(admin.get("/admin/submissions"))).contains(hers, his);
        JsonNode list = bob.get("/spark/mySubmissions").json();
        assertThat(list.get("complete").asBoolean()).isTrue();
        assertThat(list.get("failedClusters")).isEmpty();
        assertThat(list.at("/submissions/0/user").asText()).isEqualTo("bob");
        assertThat(list.at("/submissions/0/submittedAt").asText()).isNotEmpty();
        assertRefused(alice.get("/admin/submissions"), 403, "PERMISSION_DENIED");

        bob.delete("/spark/" + his);
        await().atMost(TwoClusters.PATIENCE)
                .until(() -> ids(bob.get("/spark/mySubmissions?active=true")).isEmpty());
        assertThat(ids(bob.get("/spark/mySubmissions"))).containsExactly(his);
    }

    private static List<String> ids(Client.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("submissions").findValuesAsText("submissionId");
    }

    @Test
    void nobodyTouchesWhatIsSomebodyElses() {
        String id = running(alice, JOB);

        for (String path : List.of("/status", "/describe", "/driver")) {
            assertRefused(bob.get("/spark/" + id + path), 403, "PERMISSION_DENIED");
        }
        assertRefused(bob.get("/log?subId=" + id), 403, "PERMISSION_DENIED");
        assertRefused(bob.delete("/spark/" + id), 403, "PERMISSION_DENIED");
        assertRefused(bob.delete("/spark/blue.alice-never-was"), 403, "PERMISSION_DENIED");
        assertThat(alice.get("/spark/" + id + "/status").json().get("state").asText())
                .isEqualTo("RUNNING");
        assertThat(admin.get("/spark/" + id + "/status").status()).isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertRefused(alice.get("/spark/blue.alice-never-was/status"), 404, "NOT_FOUND");
        assertRefused(alice.get("/spark/red.alice-x/status"), 404, "NOT_FOUND");
        assertRefused(alice.get("/spark/..%2F..%2Fetc/status"), 404, "NOT_FOUND");
        assertRefused(alice.get("/spark/x/y/z"), 404, "NOT_FOUND");
        assertRefused(alice.get("/log"), 400, "INVALID_ARGUMENT");
        assertRefused(alice.get("/log?subId=a&subId=b"), 400, "INVALID_ARGUMENT");
        assertRefused(alice.get("/log?tail=0&subId=" + id(alice.submit(key, JOB))), 400, "INVALID_ARGUMENT");
        Client.Answer method = alice.delete("/spark/mySubmissions/x");
        assertRefused(method, 404, "NOT_FOUND");
        Client.Answer wrong = alice.get("/spark");
        assertRefused(wrong, 405, "INVALID_ARGUMENT");
        assertThat(wrong.header("Allow")).isEqualTo("POST");
    }

    // Who may ask

    @Test
    void withoutAGoodTokenThereIsNothing() {
        for (Client client : List.of(stranger, new Client(gateway, "token-of-alicf"), new Client(gateway, "x"))) {
            Client.Answer answer = client.submit(key, JOB);
            assertRefused(answer, 401, "UNAUTHENTICATED");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            for (String path : List.of("/clusters", "/spark/mySubmissions", "/log", "/spark/a/status")) {
                assertRefused(client.get(path), 401, "UNAUTHENTICATED");
            }
            assertRefused(client.get("/admin/submissions"), 401, "UNAUTHENTICATED");
            assertRefused(client.post("/s3/a.jar", "x"), 401, "UNAUTHENTICATED");
        }
        assertThat(stranger.get("/healthcheck/status").status()).isEqualTo(200);
    }

    // Files

    @Test
    void filesGoIntoTheUsersOwnFolder() throws Exception {
        Client.Answer put = alice.post("/s3/etl.jar?folder=team/x", "the jar");

        assertThat(put.status()).as(put.text()).isEqualTo(201);
        Path file = clusters.uploads().resolve("alice/team/x/etl.jar");
        assertThat(put.json().get("url").asText()).isEqualTo("file://" + file);
        assertThat(Files.readString(file)).isEqualTo("the jar");
        for (String path : List.of("/s3/..%2Fb", "/s3/.b", "/s3/a?folder=../bob", "/s3/a?folder=/etc", "/s3/a%00b")) {
            assertRefused(alice.post(path, "x"), 400, "INVALID_ARGUMENT");
        }
    }

    // Clusters, and the page

    @Test
    void clustersShowHowTheyStandAndAnAdministratorDrainsThem() {
        JsonNode blue = alice.get("/clusters").json().at("/clusters/0");
        assertThat(blue.get("id").asText()).isEqualTo("blue");
        assertThat(blue.get("weight").asDouble()).isEqualTo(3);
        assertThat(blue.get("up").asBoolean()).isTrue();
        assertThat(blue.get("answers").asBoolean()).isTrue();
        assertThat(blue.get("queues").toString()).isEqualTo("[\"daily\"]");
        assertThat(blue.get("sparkVersion").asText()).isEqualTo("4.2.0");

        assertRefused(alice.post("/admin/clusters/blue/drain", ""), 403, "PERMISSION_DENIED");
        assertRefused(admin.post("/admin/clusters/red/drain", ""), 404, "NOT_FOUND");
        try {
            assertThat(admin.post("/admin/clusters/blue/drain", "").status()).isEqualTo(200);
            assertThat(alice.get("/clusters").json().at("/clusters/0/reason").asText())
                    .isEqualTo("it is drained");
            assertThat(id(alice.submit(key, JOB))).startsWith("green.");
        } finally {
            assertThat(admin.post("/admin/clusters/blue/resume", "").status()).isEqualTo(200);
        }
        assertThat(alice.get("/clusters").json().at("/clusters/0/up").asBoolean())
                .isTrue();
        String id = running(alice, JOB);
        long running = alice.get("/clusters").json().get("clusters").findValues("running").stream()
                .mapToLong(JsonNode::asLong)
                .sum();
        assertThat(running).as("with " + id).isPositive();
    }

    @Test
    void thePageBringsItsOwnPolicy() throws Exception {
        Client.Answer page = stranger.get("/");

        assertThat(page.header("Content-Type")).startsWith("text/html");
        String policy = page.header("Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'sha256-")
                .doesNotContain("unsafe");
        Matcher script =
                Pattern.compile("<script>(.*)</script>", Pattern.DOTALL).matcher(page.text());
        assertThat(script.find()).isTrue();
        byte[] hash = java.security.MessageDigest.getInstance("SHA-256")
                .digest(script.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(policy).contains("'sha256-" + java.util.Base64.getEncoder().encodeToString(hash) + "'");
        assertThat(page.text().replace("xmlns='http://www.w3.org/2000/svg'", ""))
                .doesNotContain("http://", "https://", " style=", "onclick", "innerHTML", "Storage");
        for (Client.Answer answer : List.of(page, alice.get("/clusters"), alice.get("/nothing"))) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void wrongStartsAreRefusedInWords() {
        for (String[] arguments : new String[][] {
            {},
            {"--config"},
            {"--config", "a", "--config", "b"},
            {"--config", "a", "--tokens", "b", "--uploads", "file:///c/", "--listen", "8080"},
            {"--config", "a", "--tokens", "b", "--uploads", "file:///c/", "--listen", "h:99999"},
            {"--verbose", "yes"}
        }) {
            assertThatThrownBy(() -> Options.of(arguments)).isInstanceOf(dev.drover.DroverException.class);
        }
        assertThatThrownBy(() -> Gateway.start(Options.of(
                        "--config",
                        folder.resolve("drover.yaml").toString(),
                        "--tokens",
                        folder.resolve("nowhere").toString(),
                        "--uploads",
                        "file:///tmp/")))
                .hasMessageContaining("nowhere");
    }
}
