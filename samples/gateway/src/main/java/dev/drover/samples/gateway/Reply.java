package dev.drover.samples.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** What is answered. */
record Reply(int status, String body, Map<String, String> headers) {

    static Reply json(int status, JsonNode json) {
        return of(status, "application/json", json + "\n");
    }

    static Reply text(String text) {
        return of(200, "text/plain; charset=utf-8", text);
    }

    static Reply of(int status, String type, String text) {
        return new Reply(status, text, Map.of("Content-Type", type));
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, body, more);
    }
}
