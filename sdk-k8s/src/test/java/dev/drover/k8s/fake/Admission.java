package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What the built-in admission plugins let in: live namespaces, known service accounts, limit ranges, and quotas. */
final class Admission {
    private final Store store;
    private final Quotas quotas;

    Admission(Store store) {
        this.store = store;
        this.quotas = new Quotas(store);
    }

    void namespace(Resource resource, String namespace, String name) {
        ObjectNode there = store.get(Resources.NAMESPACES, "", namespace)
                .orElseThrow(() -> Refusal.notFound(Resources.NAMESPACES, namespace));
        if (Json.deleting(there)) {
            throw Refusal.terminating(resource, name, namespace);
        }
    }

    void admit(Resource resource, ObjectNode object) {
        if (!resource.equals(Resources.PODS)) {
            return;
        }
        String name = Json.name(object);
        if (object.path("spec").path("overhead").isObject()) {
            throw Refusal.forbidden(
                    resource,
                    name,
                    "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
        String account = Json.text(object, "spec", "serviceAccountName");
        String namespace = Json.namespace(object);
        if (store.get(Resources.SERVICE_ACCOUNTS, namespace, account).isEmpty()) {
            throw Refusal.forbidden(
                    resource,
                    name,
                    "error looking up service account " + namespace + "/" + account + ": serviceaccount \"" + account
                            + "\" not found");
        }
        for (ObjectNode range : store.all(Resources.LIMIT_RANGES, namespace).values()) {
            for (JsonNode limit : Json.at(range, "spec", "limits")) {
                if (Json.text(limit, "type").equals("Container")) {
                    object.path("spec").path("containers").forEach(each -> limit(limit, (ObjectNode) each, name));
                }
            }
        }
    }

    private static void limit(JsonNode limit, ObjectNode container, String pod) {
        for (String resource : List.of("cpu", "memory")) {
            fill(container, "limits", resource, limit.path("default"));
            fill(container, "requests", resource, limit.path("defaultRequest"));
            fill(container, "requests", resource, Json.at(container, "resources", "limits"));
            Optional<String> most = Json.some(limit, "max", resource);
            Optional<String> asked = Json.some(container, "resources", "limits", resource);
            if (most.isPresent()
                    && (asked.isEmpty() || Quantity.of(asked.get()).compareTo(Quantity.of(most.get())) > 0)) {
                throw Refusal.forbidden(
                        Resources.PODS,
                        pod,
                        "maximum " + resource + " usage per Container is " + most.get() + ", but "
                                + asked.map(each -> "limit is " + each).orElse("no limit is specified"));
            }
        }
    }

    private static void fill(ObjectNode container, String kind, String resource, JsonNode values) {
        if (values.has(resource)
                && Json.text(container, "resources", kind, resource).isEmpty()) {
            Json.child(container, "resources", kind).set(resource, values.get(resource));
        }
    }

    /** The last thing before an object is stored. */
    void charge(Resource resource, ObjectNode object) {
        quotas.charge(resource, object);
    }

    /** What comes with a new object. A real cluster's controllers take a moment for the account. */
    void created(Resource resource, ObjectNode object, Registry registry) {
        if (resource.equals(Resources.NAMESPACES)) {
            ObjectNode account = Json.object();
            Json.meta(account).put("namespace", Json.name(object)).put("name", "default");
            registry.create(Resources.SERVICE_ACCOUNTS, account);
        }
        if (resource.equals(Resources.DEFINITIONS)) {
            registry.change(resource, object, Definitions::established);
        }
        if (resource.namespaced()) {
            quotas.refresh(Json.namespace(object));
        }
    }
}
