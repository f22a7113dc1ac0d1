package dev.drover.standalone.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.spi.CallContext;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reads a master's state from {@code GET /json/} of its web interface. Safe for use by many threads. */
public final class MasterClient {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** An application takes 1 to 3 kB, a driver 300 bytes, and by default the last 200 of each are kept. */
    private static final int MAX_ANSWER = 64 << 20;

    private final SparkHttp http;
    private final MasterEndpoints master;

    public MasterClient(SparkHttp http, MasterEndpoints master) {
        this.http = http;
        this.master = master;
    }

    /** The state of any master, also of one that is not active. */
    public MasterState state(CallContext context) {
        return ask(context, state -> state);
    }

    /** Something from the state of a master that must be active: one that recovers has forgotten a part. */
    <T> T askActive(CallContext context, Question<T> question) {
        return ask(context, state -> {
            if (!state.alive()) {
                throw new NativeException(StandaloneFailures.notAlive(call(), "its state is " + state.status()));
            }
            return question.answer(state);
        });
    }

    private <T> T ask(CallContext context, Question<T> question) {
        NativeCall call = call();
        return context.call(call, timeout -> {
            SparkHttp.Answer answer = http.send(
                    SparkHttp.Request.get(
                            MasterEndpoints.resolve(master.ui(), "/json/"), master.pagesKey(), MAX_ANSWER),
                    timeout);
            if (answer.status() != 200) {
                throw new NativeException(StandaloneFailures.ofStatus(
                        call, answer.status(), "", master.pagesKey().isPresent()));
            }
            return question.answer(parse(call, answer.text()));
        });
    }

    private NativeCall call() {
        return NativeCall.of("GET /json/", Safety.READ, master.ui().getAuthority(), http.requestTimeout());
    }

    /** What is wanted of the state; asked within the native call, so that its failures are the call's. */
    @FunctionalInterface
    interface Question<T> {
        T answer(MasterState state) throws NativeException;
    }

    private static MasterState parse(NativeCall call, String text) throws NativeException {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new NativeException(StandaloneFailures.notSpark(call, text));
        }
        if (!json.path("status").isTextual() || !json.path("workers").isArray()) {
            throw new NativeException(StandaloneFailures.notSpark(call, text));
        }
        return new MasterState(
                json.path("url").asText(),
                json.path("status").asText(),
                list(json.path("workers"), MasterClient::worker),
                list(json.path("activedrivers"), MasterClient::driver),
                list(json.path("completeddrivers"), MasterClient::driver),
                list(json.path("activeapps"), MasterClient::application));
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
        return StreamSupport.stream(array.spliterator(), false).map(element).toList();
    }

    private static MasterState.Worker worker(JsonNode json) {
        return new MasterState.Worker(
                json.path("id").asText(),
                json.path("host").asText(),
                json.path("port").asInt(),
                json.path("webuiaddress").asText(),
                json.path("cores").asInt(),
                json.path("coresused").asInt(),
                json.path("memory").asInt(),
                json.path("memoryused").asInt(),
                json.path("state").asText());
    }

    private static MasterState.Driver driver(JsonNode json) {
        return new MasterState.Driver(
                json.path("id").asText(),
                json.path("state").asText(),
                json.path("cores").asInt(),
                json.path("memory").asInt(),
                Optional.of(json.path("worker").asText("None")).filter(id -> !id.equals("None")),
                json.path("mainclass").asText(),
                // Milliseconds, as text.
                Optional.of(json.path("starttime").asLong())
                        .filter(time -> time > 0)
                        .map(Instant::ofEpochMilli));
    }

    private static MasterState.Application application(JsonNode json) {
        return new MasterState.Application(
                json.path("id").asText(),
                json.path("name").asText(),
                json.path("state").asText(),
                json.path("cores").asInt());
    }
}
