package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Writes the parts of a pod's status. */
final class PodStatus {
    private PodStatus() {}

    static void condition(ObjectNode object, String type, boolean holds, String reason, String message, String now) {
        ObjectNode status = Json.child(object, "status");
        ArrayNode conditions =
                status.get("conditions") instanceof ArrayNode there ? there : status.putArray("conditions");
        ObjectNode condition = null;
        for (JsonNode each : conditions) {
            condition = Json.text(each, "type").equals(type) ? (ObjectNode) each : condition;
        }
        if (condition == null) {
            condition = conditions.addObject().put("type", type);
        }
        String value = holds ? "True" : "False";
        if (!Json.text(condition, "status").equals(value)) {
            condition.put("status", value).put("lastTransitionTime", now);
        }
        put(condition, "reason", reason);
        put(condition, "message", message);
    }

    private static void put(ObjectNode node, String field, String value) {
        if (value.isEmpty()) {
            node.remove(field);
        } else {
            node.put(field, value);
        }
    }

    /** The status of a container, made if there is none. */
    static ObjectNode container(ObjectNode pod, String list, JsonNode spec) {
        ObjectNode status = Json.child(pod, "status");
        ArrayNode all = status.get(list) instanceof ArrayNode there ? there : status.putArray(list);
        for (JsonNode each : all) {
            if (Json.text(each, "name").equals(Json.text(spec, "name"))) {
                return (ObjectNode) each;
            }
        }
        ObjectNode made = all.addObject()
                .put("name", Json.text(spec, "name"))
                .put("image", Json.text(spec, "image"))
                .put("ready", false)
                .put("restartCount", 0);
        made.putObject("state");
        made.putObject("lastState");
        return made;
    }

    static void waiting(ObjectNode container, String reason, String message) {
        container.put("ready", false);
        ObjectNode waiting = container.putObject("state").putObject("waiting").put("reason", reason);
        put(waiting, "message", message);
    }

    static void running(ObjectNode container, boolean ready, String since) {
        container.put("ready", ready).put("started", true);
        container.putObject("state").putObject("running").put("startedAt", since);
    }

    static ObjectNode terminated(ObjectNode container, int code, Optional<String> reason, String since, String now) {
        container.put("ready", false).put("started", false);
        ObjectNode terminated = container.putObject("state").putObject("terminated");
        return terminated
                .put("exitCode", code)
                .put("reason", reason.orElse(code == 0 ? "Completed" : "Error"))
                .put("startedAt", since)
                .put("finishedAt", now);
    }
}
