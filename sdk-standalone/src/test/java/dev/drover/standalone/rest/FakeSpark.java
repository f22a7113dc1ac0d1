package dev.drover.standalone.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * A master with one worker over real HTTP, with the answers of Spark 4.2.0. Faults are put over answers after the
 * state has changed, as in a network that loses them.
 */
final class FakeSpark implements AutoCloseable {
    static final String WORKER = "worker-1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WireMockServer server;
    private final Map<String, FakeDriver> drivers = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<UnaryOperator<ResponseDefinitionBuilder>> faults =
            new ConcurrentLinkedQueue<>();
    private final List<JsonNode> submissions = new ArrayList<>();

    String masterStatus = "ALIVE";
    String workerState = "ALIVE";
    int workerCores = 4;
    /** Whether new drivers find room. */
    boolean room = true;

    /** A driver and its files; not there while null. */
    static final class FakeDriver {
        String state;
        String worker;
        String mainClass;
        String message = "";
        int cores = 1;
        int memory = 1024;
        Instant submittedAt = Instant.parse("2026-11-21T09:35:28.125Z");
        byte[] stderr = new byte[0];
        byte[] stdout = new byte[0];

        FakeDriver(String state, String worker, String mainClass) {
            this.state = state;
            this.worker = worker;
            this.mainClass = mainClass;
        }
    }

    FakeSpark() {
        server = new WireMockServer(
                wireMockConfig().bindAddress("127.0.0.1").dynamicPort().extensions(new Daemons()));
        server.start();
        server.stubFor(any(anyUrl()));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Puts something over the next answer; the request has its effect all the same. */
    void nextAnswer(UnaryOperator<ResponseDefinitionBuilder> fault) {
        faults.add(fault);
    }

    FakeDriver add(String id, FakeDriver driver) {
        drivers.put(id, driver);
        return driver;
    }

    FakeDriver driver(String id) {
        return drivers.get(id);
    }

    void forget(String id) {
        drivers.remove(id);
    }

    List<String> driverIds() {
        return List.copyOf(drivers.keySet());
    }

    /** The bodies of all submissions. */
    List<JsonNode> submissions() {
        return submissions;
    }

    /** How Spark begins every driver's stderr. */
    static byte[] launchCommand(String requestId, String rest) {
        return ("Launch Command: \"java\" \"-cp\" \"/spark/jars/*\" \"-Xmx1024M\" \"-Dspark.drover.requestId="
                        + requestId + "\" \"DriverWrapper\"\n========\n\n" + rest)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Daemons implements ResponseDefinitionTransformerV2 {
        @Override
        public String getName() {
            return "daemons";
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            synchronized (FakeSpark.this) {
                ResponseDefinitionBuilder answer = answer(event.getRequest());
                UnaryOperator<ResponseDefinitionBuilder> fault = faults.poll();
                return (fault == null ? answer : fault.apply(answer)).build();
            }
        }
    }

    private ResponseDefinitionBuilder answer(Request request) {
        String path = URI.create(request.getUrl()).getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.equals("/v1/submissions/create")) {
            return create(request.getBodyAsString());
        }
        if (path.startsWith("/v1/submissions/kill/")) {
            return kill(last);
        }
        if (path.startsWith("/v1/submissions/status/")) {
            return status(last);
        }
        if (path.equals("/json/")) {
            return json(state());
        }
        return log(request);
    }

    private static ResponseDefinitionBuilder json(ObjectNode body) {
        return ResponseDefinitionBuilder.responseDefinition()
                .withStatus(200)
                .withHeader("Content-Type", "application/json;charset=utf-8")
                .withBody(body.toString());
    }

    private static ObjectNode response(String action, boolean success) {
        return JSON.createObjectNode()
                .put("action", action)
                .put("serverSparkVersion", "4.2.0")
                .put("success", success);
    }

    private ResponseDefinitionBuilder create(String body) {
        JsonNode submission;
        try {
            submission = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        submissions.add(submission);
        JsonNode properties = submission.path("sparkProperties");
        String id = String.format("driver-20261121093528-%04d", drivers.size());
        FakeDriver driver = add(
                id,
                new FakeDriver(
                        room ? "RUNNING" : "SUBMITTED",
                        room ? WORKER : null,
                        submission.path("mainClass").asText()));
        driver.cores = properties.path("spark.driver.cores").asInt();
        driver.memory =
                Integer.parseInt(properties.path("spark.driver.memory").asText().replace("m", ""));
        if (room) {
            driver.stderr =
                    launchCommand(properties.path("spark.drover.requestId").asText(), "");
        }
        return json(response("CreateSubmissionResponse", true)
                .put("submissionId", id)
                .put("message", "Driver successfully submitted as " + id));
    }

    private ResponseDefinitionBuilder kill(String id) {
        FakeDriver driver = drivers.get(id);
        boolean active = driver != null && List.of("SUBMITTED", "RUNNING").contains(driver.state);
        if (active) {
            driver.state = "KILLED";
        }
        return json(response("KillSubmissionResponse", active)
                .put("submissionId", id)
                .put("message", "..."));
    }

    private ResponseDefinitionBuilder status(String id) {
        FakeDriver driver = drivers.get(id);
        ObjectNode answer = response("SubmissionStatusResponse", driver != null).put("submissionId", id);
        if (driver != null) {
            answer.put("driverState", driver.state);
            if (!driver.message.isEmpty()) {
                answer.put("message", "Exception from the cluster:\n" + driver.message);
            }
        }
        return json(answer);
    }

    private ObjectNode state() {
        ObjectNode state =
                JSON.createObjectNode().put("url", "spark://127.0.0.1:7077").put("status", masterStatus);
        state.putArray("workers")
                .addObject()
                .put("id", WORKER)
                .put("host", "127.0.0.1")
                .put("port", 7078)
                .put("webuiaddress", uri().toString())
                .put("cores", workerCores)
                .put("coresused", room ? 0 : workerCores - 1)
                .put("memory", 4096)
                .put("memoryused", room ? 0 : 4096 - 512)
                .put("state", workerState);
        ArrayNode active = state.putArray("activedrivers");
        ArrayNode completed = state.putArray("completeddrivers");
        drivers.forEach(
                (id, driver) -> (List.of("SUBMITTED", "RUNNING", "UNKNOWN").contains(driver.state) ? active : completed)
                        .addObject()
                        .put("id", id)
                        .put("starttime", String.valueOf(driver.submittedAt.toEpochMilli()))
                        .put("state", driver.state)
                        .put("cores", driver.cores)
                        .put("memory", driver.memory)
                        .put("worker", Optional.ofNullable(driver.worker).orElse("None"))
                        .put("mainclass", driver.mainClass));
        return state;
    }

    /** As {@code LogPage.renderLog}: exactly the bytes asked for, decoded. */
    private ResponseDefinitionBuilder log(Request request) {
        FakeDriver driver = drivers.get(request.queryParameter("driverId").firstValue());
        String type = request.queryParameter("logType").firstValue();
        int length = Integer.parseInt(request.queryParameter("byteLength").firstValue());
        byte[] file = driver == null ? new byte[0] : type.equals("stderr") ? driver.stderr : driver.stdout;
        long offset = request.queryParameter("offset").isPresent()
                ? Long.parseLong(request.queryParameter("offset").firstValue())
                : file.length - length;
        int start = (int) Math.min(Math.max(0, offset), file.length);
        int end = (int) Math.min((long) start + length, file.length);
        String text = file.length == 0
                ? "Error: invalid log directory /work/"
                : new String(Arrays.copyOfRange(file, start, end), StandardCharsets.UTF_8);
        return ResponseDefinitionBuilder.responseDefinition()
                .withStatus(200)
                .withHeader("Content-Type", "text/plain;charset=utf-8")
                .withBody("==== Bytes " + start + "-" + end + " of " + file.length + " of /work/" + type + " ====\n"
                        + text);
    }
}
