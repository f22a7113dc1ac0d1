package dev.drover.internal.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.JobState;
import dev.drover.LedgerEntry;
import dev.drover.LedgerEntry.State;
import dev.drover.RequestKey;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** An entry as a JSON object, one per file; later versions may add fields. */
final class EntryJson {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private EntryJson() {}

    /**
     * Writes an entry.
     *
     * @param nonce makes the bytes this writer's own, so that it knows them again when the answer to a write was lost
     */
    static byte[] write(LedgerEntry entry, String nonce) {
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("kind", entry.attempt().kind().name())
                .put("key", entry.attempt().key().toString())
                .put("namespace", entry.attempt().namespace())
                .put("attempt", entry.attempt().number())
                .put("state", entry.state().name())
                .put("epoch", entry.epoch())
                .put("target", entry.target())
                .put("holder", entry.holder())
                .put("nonce", nonce)
                .put("leaseUntil", entry.leaseUntil().toString())
                .put("digest", entry.digest())
                .put("at", entry.at().toString());
        entry.id().ifPresent(id -> json.put("id", id));
        entry.outcome().ifPresent(outcome -> json.put("outcome", outcome.name()));
        ArrayNode suspects = json.putArray("suspects");
        entry.suspects().stream().sorted().forEach(suspects::add);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new AssertionError("A tree of texts and numbers can always be written", e);
        }
    }

    /**
     * Reads an entry.
     *
     * @throws IOException if it is none, or none that this version understands
     */
    static LedgerEntry read(int index, byte[] bytes) throws IOException {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json == null || json.path("format").asInt() != FORMAT) {
                throw new IOException("it is not of format " + FORMAT);
            }
            Set<String> suspects = new HashSet<>();
            json.path("suspects").forEach(each -> suspects.add(each.asText()));
            return complete(new LedgerEntry(
                    new Attempt(
                            Attempt.Kind.valueOf(text(json, "kind")),
                            RequestKey.parse(text(json, "key")),
                            json.path("attempt").asInt(),
                            text(json, "namespace")),
                    index,
                    State.valueOf(text(json, "state")),
                    json.path("epoch").asInt(),
                    text(json, "target"),
                    text(json, "holder"),
                    Instant.parse(text(json, "leaseUntil")),
                    text(json, "digest"),
                    optional(json, "id"),
                    optional(json, "outcome").map(JobState::valueOf),
                    suspects,
                    Instant.parse(text(json, "at"))));
        } catch (DroverException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static LedgerEntry complete(LedgerEntry entry) throws IOException {
        boolean placed = entry.state() == State.PLACED || entry.state() == State.ENDED;
        if (placed && entry.id().isEmpty()) {
            throw new IOException("it is " + entry.state() + " and has no id");
        }
        if (entry.state() == State.ENDED && entry.outcome().isEmpty()) {
            throw new IOException("it is ENDED and has no outcome");
        }
        return entry;
    }

    private static String text(JsonNode json, String field) throws IOException {
        return optional(json, field).orElseThrow(() -> new IOException("it has no " + field));
    }

    private static Optional<String> optional(JsonNode json, String field) {
        JsonNode value = json.get(field);
        return value == null || !value.isTextual() ? Optional.empty() : Optional.of(value.textValue());
    }
}
