package dev.drover.k8s.jobs;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.drover.Attempt;
import dev.drover.k8s.internal.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What Drover writes on the objects that it makes, to know them again. */
final class Marks {
    /** The attempt's name; also on pods. */
    static final String ATTEMPT = "drover.dev/attempt";
    /** A hash of what was sent. */
    static final String DIGEST = "drover.dev/digest";
    /** The ledger's namespace, in which keys mean something. */
    static final String KEYS = "drover.dev/namespace";
    /** What the user calls the job. */
    static final String NAME = "drover.dev/name";
    /** When somebody asked for its end, which it had not come to by then. */
    static final String CANCELLED = "drover.dev/cancelled";

    /** By which <a href="https://kueue.sigs.k8s.io/docs/tasks/run/jobs/">Kueue</a> knows what is its own. */
    static final String QUEUE = "kueue.x-k8s.io/queue-name";

    private Marks() {}

    static Fields metadata(String name, String namespace, Attempt attempt) {
        Fields annotations = new Fields();
        if (!attempt.namespace().isEmpty()) {
            annotations.set(KEYS, attempt.namespace());
        }
        return new Fields()
                .set("name", name)
                .set("namespace", namespace)
                .set("labels", new Fields().set(ATTEMPT, attempt.name()))
                .set("annotations", annotations);
    }

    static String name(JsonObject object) {
        return Json.text(metadata(object), "name").orElse("");
    }

    static Optional<String> label(JsonObject object, String label) {
        return Json.text(Json.object(metadata(object), "labels"), label);
    }

    static boolean cancelled(JsonObject object) {
        return Json.object(metadata(object), "annotations").has(CANCELLED);
    }

    static Optional<Instant> created(JsonObject object) {
        return time(metadata(object), "creationTimestamp");
    }

    /** A time as Kubernetes writes it; empty if there is none that can be read. */
    static Optional<Instant> time(JsonObject from, String name) {
        try {
            return Json.text(from, name).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static String version(JsonObject object) {
        return Json.text(metadata(object), "resourceVersion").orElse("");
    }

    static JsonObject metadata(JsonObject object) {
        return Json.object(object, "metadata");
    }

    /**
     * A merge patch that says it, and fails with 409 if the object has changed since it was read. A queue is left at the
     * same time: Kueue would set going again what is suspended.
     */
    static JsonObject cancelling(JsonObject read, Fields spec, Instant now) {
        JsonObject labels = new JsonObject();
        labels.add(QUEUE, JsonNull.INSTANCE);
        // To be selected by whoever cleans up.
        labels.addProperty(CANCELLED, "true");
        return new Fields()
                .set(
                        "metadata",
                        new Fields()
                                .set("resourceVersion", version(read))
                                .set("annotations", new Fields().set(CANCELLED, now.toString()))
                                .set("labels", labels))
                .set("spec", spec)
                .json();
    }
}
