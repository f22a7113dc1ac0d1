package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Objects that controllers make for others. */
final class Owned {
    private Owned() {}

    /** A pod after a template, in its owner's namespace and without a name yet. */
    static ObjectNode pod(ObjectNode owner, JsonNode template) {
        ObjectNode pod = Json.object();
        ObjectNode meta = Json.meta(pod);
        for (String field : new String[] {"labels", "annotations"}) {
            if (Json.at(template, "metadata").has(field)) {
                meta.set(field, Json.at(template, "metadata", field).deepCopy());
            }
        }
        if (template.has("spec")) {
            pod.set("spec", template.get("spec").deepCopy());
        }
        return by(owner, pod);
    }

    /** An object that goes with its owner. */
    static ObjectNode by(ObjectNode owner, ObjectNode object) {
        ObjectNode meta = Json.meta(object).put("namespace", Json.namespace(owner));
        meta.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", Json.text(owner, "apiVersion"))
                .put("kind", Json.text(owner, "kind"))
                .put("name", Json.name(owner))
                .put("uid", Json.uid(owner))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        return object;
    }

    /** Says that something could not be made; once, as events of the same kind are counted and not repeated. */
    static void complainOnce(Registry registry, String component, ObjectNode about, Refusal refusal) {
        boolean said = registry.store().all(Resources.EVENTS, Json.namespace(about)).values().stream()
                .anyMatch(event -> Json.text(event, "involvedObject", "uid").equals(Json.uid(about))
                        && Json.text(event, "reason").equals("FailedCreate"));
        if (!said) {
            Events.record(
                    registry, component, about, "Warning", "FailedCreate", "Error creating: " + refusal.getMessage());
        }
    }
}
