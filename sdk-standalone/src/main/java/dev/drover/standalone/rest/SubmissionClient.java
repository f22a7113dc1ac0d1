package dev.drover.standalone.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.spi.CallContext;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Spark's REST submission protocol, version 1, as {@code org.apache.spark.deploy.rest.RestSubmissionServer} speaks it:
 * {@code POST create} and {@code kill/ID}, {@code GET status/ID} under {@code /v1/submissions}. One native call per
 * method. Safe for use by many threads.
 */
public final class SubmissionClient {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int MAX_ANSWER = 1 << 20;
    /** Only has to be there: the server never looks at it. */
    private static final String CLIENT_VERSION = "4.2.0";
    /** How a master that stands by or recovers begins every message ({@code Utils.BACKUP_STANDALONE_MASTER_PREFIX}). */
    private static final String NOT_ALIVE = "Current state is not alive";

    private final SparkHttp http;
    private final MasterEndpoints master;

    public SubmissionClient(SparkHttp http, MasterEndpoints master) {
        this.http = http;
        this.master = master;
    }

    /**
     * Submits a driver; repeated, it starts another one.
     *
     * @return the driver's id
     */
    public String create(SubmissionRequest request, CallContext context) {
        NativeCall call = call("POST", "create", Safety.UNSAFE);
        return context.call(call, timeout -> {
            JsonNode answer = send(call, "create", Optional.of(toJson(request)), timeout);
            String id = answer.path("submissionId").asText("");
            if (answer.path("success").asBoolean() && !id.isEmpty()) {
                return id;
            }
            String said = answer.path("message").asText("");
            throw new NativeException(
                    said.startsWith(NOT_ALIVE)
                            ? StandaloneFailures.notAlive(call, said)
                            : StandaloneFailures.ofStatus(call, 200, said, signed()));
        });
    }

    /**
     * Asks for the end of a driver; repeatable.
     *
     * @return whether the driver was there and had not ended
     */
    public boolean kill(String submissionId, CallContext context) {
        NativeCall call = call("POST", "kill", Safety.KEYED);
        return context.call(call, timeout -> {
            JsonNode answer = send(call, "kill/" + encode(submissionId), Optional.of("{}"), timeout);
            refuseIfNotAlive(call, answer);
            return answer.path("success").asBoolean();
        });
    }

    /** The state of a driver; empty if the master does not know it. */
    public Optional<SubmissionStatus> status(String submissionId, CallContext context) {
        NativeCall call = call("GET", "status", Safety.READ);
        return context.call(call, timeout -> {
            JsonNode answer = send(call, "status/" + encode(submissionId), Optional.empty(), timeout);
            refuseIfNotAlive(call, answer);
            return answer.path("success").asBoolean() ? Optional.of(toStatus(submissionId, answer)) : Optional.empty();
        });
    }

    /** The version of Spark that the master runs. */
    public String sparkVersion(CallContext context) {
        // Every answer carries it, also the one that there is no such driver.
        NativeCall call = call("GET", "status", Safety.READ);
        return context.call(
                call,
                timeout -> send(call, "status/none", Optional.empty(), timeout)
                        .path("serverSparkVersion")
                        .asText());
    }

    private JsonNode send(NativeCall call, String path, Optional<String> json, Duration timeout) throws Exception {
        SparkHttp.Answer answer = http.send(
                new SparkHttp.Request(
                        MasterEndpoints.resolve(master.rest(), "/v1/submissions/" + path),
                        json,
                        master.signingKey(),
                        MAX_ANSWER),
                timeout);
        Optional<JsonNode> body = parse(answer.text());
        if (answer.status() != 200) {
            String said = body.map(b -> b.path("message").asText("")).orElse("");
            throw new NativeException(StandaloneFailures.ofStatus(call, answer.status(), said, signed()));
        }
        JsonNode found = body.orElseThrow(() -> new NativeException(StandaloneFailures.notSpark(call, answer.text())));
        if (!found.path("action").asText("").endsWith("Response")) {
            throw new NativeException(StandaloneFailures.notSpark(call, answer.text()));
        }
        return found;
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read.isObject() ? Optional.of(read) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Where a driver is only "not found" because the master cannot look, absence means nothing. */
    private static void refuseIfNotAlive(NativeCall call, JsonNode answer) throws NativeException {
        String said = answer.path("message").asText("");
        if (!answer.path("success").asBoolean() && said.contains(NOT_ALIVE)) {
            throw new NativeException(StandaloneFailures.notAlive(call, said.substring(said.indexOf(NOT_ALIVE))));
        }
    }

    private static SubmissionStatus toStatus(String submissionId, JsonNode answer) {
        return new SubmissionStatus(
                submissionId,
                answer.path("driverState").asText("UNKNOWN"),
                Optional.of(answer.path("message").asText("")).filter(said -> !said.isBlank()),
                answer.path("serverSparkVersion").asText(""));
    }

    private static String toJson(SubmissionRequest request) {
        ObjectNode json = JSON.createObjectNode()
                .put("action", "CreateSubmissionRequest")
                .put("clientSparkVersion", CLIENT_VERSION)
                .put("appResource", request.appResource())
                .put("mainClass", request.mainClass());
        request.appArgs().forEach(json.putArray("appArgs")::add);
        request.sparkProperties().forEach(json.putObject("sparkProperties")::put);
        request.environmentVariables().forEach(json.putObject("environmentVariables")::put);
        return json.toString();
    }

    private static String encode(String submissionId) {
        return URLEncoder.encode(submissionId, StandardCharsets.UTF_8);
    }

    private boolean signed() {
        return master.signingKey().isPresent();
    }

    private NativeCall call(String method, String action, Safety safety) {
        return NativeCall.of(
                method + " /v1/submissions/" + action, safety, master.rest().getAuthority(), http.requestTimeout());
    }
}
