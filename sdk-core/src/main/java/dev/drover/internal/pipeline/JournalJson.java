package dev.drover.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobId;
import dev.drover.RequestKey;
import dev.drover.RootCause;
import dev.drover.internal.pipeline.Entry.Mark;
import dev.drover.internal.pipeline.Entry.Outline;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.StepState;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Entries as JSON objects; later versions may add fields. */
final class JournalJson {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private JournalJson() {}

    /** @param nonce makes the bytes this writer's own */
    static byte[] write(Entry entry, String nonce) {
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("nonce", nonce)
                .put("at", entry.at().toString());
        if (entry instanceof Entry.Began began) {
            json.put("entry", "BEGAN")
                    .put("holder", began.holder())
                    .put("lease", began.lease().toString())
                    .put("key", began.key().toString())
                    .put("name", began.name())
                    .put("target", began.target());
            began.location().ifPresent(where -> json.put("location", where));
            texts(json, "notices", began.notices());
            outline(json.putArray("steps"), began.steps());
        } else if (entry instanceof Entry.Renewed) {
            json.put("entry", "RENEWED");
        } else if (entry instanceof Entry.ClusterMade made) {
            json.put("entry", "CLUSTER_MADE")
                    .put("cluster", made.id().toString())
                    .put("askedAt", made.askedAt().toString());
        } else if (entry instanceof Entry.ClusterReady ready) {
            json.put("entry", "CLUSTER_READY").put("cluster", ready.id().toString());
        } else if (entry instanceof Entry.ClusterEnded ended) {
            json.put("entry", "CLUSTER_ENDED").put("location", ended.location());
            ended.id().ifPresent(id -> json.put("cluster", id.toString()));
        } else if (entry instanceof Entry.Attempted attempted) {
            json.put("entry", "ATTEMPTED").put("step", attempted.step());
            attempt(json, attempted.attempt());
        } else if (entry instanceof Entry.Ended ended) {
            json.put("entry", "ENDED").put("state", ended.state().name());
            ended.message().ifPresent(message -> json.put("message", message));
            texts(json, "notices", ended.notices());
            ObjectNode marks = json.putObject("steps");
            ended.marks().forEach((step, mark) -> {
                ObjectNode each =
                        marks.putObject(step).put("state", mark.state().name());
                mark.message().ifPresent(message -> each.put("message", message));
            });
        } else if (entry instanceof Entry.Released) {
            json.put("entry", "RELEASED");
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new AssertionError("A tree of texts and numbers can always be written", e);
        }
    }

    /** Steps come after others by their numbers, which are shorter than their names. */
    private static void outline(ArrayNode json, List<Outline> steps) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        steps.forEach(step -> numbers.put(step.name(), numbers.size()));
        for (Outline step : steps) {
            ObjectNode each = json.addObject().put("name", step.name()).put("digest", step.digest());
            step.done().ifPresent(state -> each.put("done", state.name()));
            ArrayNode after = each.putArray("after");
            step.after().forEach(name -> after.add(numbers.get(name)));
        }
    }

    private static void attempt(ObjectNode json, AttemptReport attempt) {
        json.put("attempt", attempt.number())
                .put("state", attempt.state().name())
                .put("submittedAt", attempt.submittedAt().toString());
        attempt.job().ifPresent(job -> json.put("job", job.toString()));
        attempt.exitCode().ifPresent(code -> json.put("exitCode", code));
        attempt.startedAt().ifPresent(at -> json.put("startedAt", at.toString()));
        attempt.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
        attempt.message().ifPresent(message -> json.put("message", message));
        attempt.cause().ifPresent(cause -> {
            ObjectNode each = json.putObject("cause")
                    .put("category", cause.category().name())
                    .put("message", cause.message());
            cause.exception().ifPresent(exception -> each.put("exception", exception));
            texts(each, "lines", cause.lines());
        });
    }

    private static void texts(ObjectNode json, String field, List<String> texts) {
        ArrayNode array = json.putArray(field);
        texts.forEach(array::add);
    }

    /**
     * Reads an entry.
     *
     * @throws IOException if it is none, or none that this version understands
     */
    static Entry read(byte[] bytes) throws IOException {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json == null || json.path("format").asInt() != FORMAT) {
                throw new IOException("it is not of format " + FORMAT);
            }
            return entry(json, Instant.parse(text(json, "at")));
        } catch (DroverException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Entry entry(JsonNode json, Instant at) throws IOException {
        String kind = text(json, "entry");
        return switch (kind) {
            case "BEGAN" ->
                new Entry.Began(
                        at,
                        text(json, "holder"),
                        Duration.parse(text(json, "lease")),
                        RequestKey.parse(text(json, "key")),
                        text(json, "name"),
                        text(json, "target"),
                        optional(json, "location"),
                        outline(json.path("steps")),
                        texts(json.path("notices")));
            case "RENEWED" -> new Entry.Renewed(at);
            case "CLUSTER_MADE" ->
                new Entry.ClusterMade(at, ClusterId.parse(text(json, "cluster")), Instant.parse(text(json, "askedAt")));
            case "CLUSTER_READY" -> new Entry.ClusterReady(at, ClusterId.parse(text(json, "cluster")));
            case "CLUSTER_ENDED" ->
                new Entry.ClusterEnded(
                        at, text(json, "location"), optional(json, "cluster").map(ClusterId::parse));
            case "ATTEMPTED" -> new Entry.Attempted(at, text(json, "step"), attempt(json));
            case "ENDED" ->
                new Entry.Ended(
                        at,
                        PipelineState.valueOf(text(json, "state")),
                        optional(json, "message"),
                        texts(json.path("notices")),
                        marks(json.path("steps")));
            case "RELEASED" -> new Entry.Released(at);
            default -> throw new IOException("it is a " + kind + ", which this version does not know");
        };
    }

    private static List<Outline> outline(JsonNode json) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode step : json) {
            names.add(text(step, "name"));
        }
        List<Outline> steps = new ArrayList<>();
        for (JsonNode step : json) {
            List<String> after = new ArrayList<>();
            for (JsonNode number : step.path("after")) {
                if (!number.canConvertToInt() || number.asInt() < 0 || number.asInt() >= names.size()) {
                    throw new IOException("a step comes after step number " + number + ", which is not there");
                }
                after.add(names.get(number.asInt()));
            }
            steps.add(new Outline(
                    text(step, "name"),
                    after,
                    text(step, "digest"),
                    optional(step, "done").map(StepState::valueOf)));
        }
        return steps;
    }

    private static AttemptReport attempt(JsonNode json) throws IOException {
        return new AttemptReport(
                json.path("attempt").asInt(),
                optional(json, "job").map(JobId::parse),
                StepState.valueOf(text(json, "state")),
                json.path("exitCode").isInt()
                        ? OptionalInt.of(json.path("exitCode").asInt())
                        : OptionalInt.empty(),
                Instant.parse(text(json, "submittedAt")),
                optional(json, "startedAt").map(Instant::parse),
                optional(json, "endedAt").map(Instant::parse),
                optional(json, "message"),
                json.has("cause") ? Optional.of(cause(json.path("cause"))) : Optional.empty());
    }

    private static RootCause cause(JsonNode json) throws IOException {
        return new RootCause(
                RootCause.Category.valueOf(text(json, "category")),
                optional(json, "exception"),
                text(json, "message"),
                texts(json.path("lines")));
    }

    private static Map<String, Mark> marks(JsonNode json) throws IOException {
        Map<String, Mark> marks = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> step : json.properties()) {
            marks.put(
                    step.getKey(),
                    new Mark(StepState.valueOf(text(step.getValue(), "state")), optional(step.getValue(), "message")));
        }
        return marks;
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        json.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static String text(JsonNode json, String field) throws IOException {
        return optional(json, field).orElseThrow(() -> new IOException("it has no " + field));
    }

    private static Optional<String> optional(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
