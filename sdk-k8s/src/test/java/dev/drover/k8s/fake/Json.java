package dev.drover.k8s.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Objects as the API writes them. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode parse(byte[] text) throws IOException {
        return MAPPER.readTree(text);
    }

    static ObjectNode object(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What stands at a path; a missing node if nothing does. */
    static JsonNode at(JsonNode node, String... path) {
        JsonNode found = node;
        for (String field : path) {
            found = found.path(field);
        }
        return found;
    }

    /** The text at a path; empty if there is none. */
    static String text(JsonNode node, String... path) {
        return at(node, path).asText("");
    }

    static Optional<String> some(JsonNode node, String... path) {
        return Optional.of(text(node, path)).filter(text -> !text.isEmpty());
    }

    /** The object at a path, made if there is none. */
    static ObjectNode child(ObjectNode node, String... path) {
        ObjectNode found = node;
        for (String field : path) {
            found = found.get(field) instanceof ObjectNode there ? there : found.putObject(field);
        }
        return found;
    }

    static ObjectNode meta(ObjectNode object) {
        return child(object, "metadata");
    }

    static String name(JsonNode object) {
        return text(object, "metadata", "name");
    }

    static String namespace(JsonNode object) {
        return text(object, "metadata", "namespace");
    }

    static String uid(JsonNode object) {
        return text(object, "metadata", "uid");
    }

    static boolean deleting(JsonNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }

    /** A time as the API writes it: whole seconds. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
