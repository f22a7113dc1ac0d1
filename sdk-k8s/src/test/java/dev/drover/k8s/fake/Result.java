package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What comes of a request. */
sealed interface Result {

    /** An answer that is known as a whole. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answer(int status, Map<String, String> headers, byte[] body) implements Result {

        Answer with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Answer(status, more, body);
        }
    }

    /** An answer that goes on and on. */
    @FunctionalInterface
    non-sealed interface Flow extends Result {
        void run(Exchange exchange) throws IOException;
    }

    static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of("Content-Type", "application/json"), Json.bytes(body));
    }

    static Answer text(int status, String body) {
        return new Answer(
                status, Map.of("Content-Type", "text/plain; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer refusal(Refusal refusal) {
        Answer answer = json(refusal.code(), refusal.status());
        JsonNode seconds = Json.at(refusal.status(), "details", "retryAfterSeconds");
        return seconds.isMissingNode() ? answer : answer.with("Retry-After", seconds.asText());
    }
}
