package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes down what happens to objects, as {@code kubectl describe} shows it. */
final class Events {
    private Events() {}

    static void record(
            Registry registry, String component, ObjectNode about, String type, String reason, String message) {
        ObjectNode event = Json.object();
        Json.meta(event).put("namespace", Json.namespace(about)).put("generateName", Json.name(about) + ".");
        event.putObject("involvedObject")
                .put("kind", Json.text(about, "kind"))
                .put("apiVersion", Json.text(about, "apiVersion"))
                .put("namespace", Json.namespace(about))
                .put("name", Json.name(about))
                .put("uid", Json.uid(about))
                .put("resourceVersion", Json.text(about, "metadata", "resourceVersion"));
        String now = Json.time(registry.clock().instant());
        event.put("type", type).put("reason", reason).put("message", message).put("count", 1);
        event.put("firstTimestamp", now).put("lastTimestamp", now);
        event.putObject("source").put("component", component);
        event.put("reportingComponent", component);
        try {
            registry.create(Resources.EVENTS, event);
        } catch (Refusal refusal) {
            // Events are not kept at all costs: the namespace may be going.
        }
    }
}
