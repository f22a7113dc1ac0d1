package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deletes what has lost its owner, as <a href="https://kubernetes.io/docs/concepts/architecture/garbage-collection/">garbage collection</a> does. */
final class GarbageCollector extends Actor {
    private record Dependent(Resource resource, ObjectNode object) {}

    private final Resources resources;
    /** By the uid of the owner, then by their own. */
    private final Map<String, Map<String, Dependent>> dependents = new HashMap<>();

    GarbageCollector(Registry registry, Resources resources) {
        super(registry, "garbage-collector");
        this.resources = resources;
    }

    @Override
    void changed(Change change) {
        String uid = Json.uid(change.last());
        for (JsonNode owner : Json.at(change.last(), "metadata", "ownerReferences")) {
            Map<String, Dependent> of =
                    dependents.computeIfAbsent(Json.text(owner, "uid"), unused -> new LinkedHashMap<>());
            if (change.after().isEmpty()) {
                of.remove(uid);
                blockedOwners(owner, change.last());
            } else {
                of.put(uid, new Dependent(change.resource(), change.last()));
                if (change.before().isEmpty() && !exists(owner, change.last())) {
                    delete(new Dependent(change.resource(), change.last()), "Background");
                }
            }
        }
        if (change.after().isEmpty()) {
            of(uid).forEach(each -> delete(each, "Background"));
            dependents.remove(uid);
        } else if (Json.deleting(change.last())) {
            deleting(change.resource(), change.last());
        }
    }

    private List<Dependent> of(String uid) {
        return new ArrayList<>(dependents.getOrDefault(uid, Map.of()).values());
    }

    private boolean exists(JsonNode owner, ObjectNode dependent) {
        String apiVersion = Json.text(owner, "apiVersion");
        int slash = apiVersion.indexOf('/');
        return resources
                .ofKind(slash < 0 ? "" : apiVersion.substring(0, slash), Json.text(owner, "kind"))
                .flatMap(resource -> registry.store()
                        .get(
                                resource,
                                resource.namespaced() ? Json.namespace(dependent) : "",
                                Json.text(owner, "name")))
                .filter(there -> Json.uid(there).equals(Json.text(owner, "uid")))
                .isPresent();
    }

    private void deleting(Resource resource, ObjectNode owner) {
        List<String> finalizers = Registry.finalizers(owner);
        if (finalizers.contains("orphan")) {
            of(Json.uid(owner)).forEach(each -> orphan(each, Json.uid(owner)));
            dependents.remove(Json.uid(owner));
            release(resource, owner, "orphan");
        } else if (finalizers.contains("foregroundDeletion")) {
            List<Dependent> left = of(Json.uid(owner));
            if (left.isEmpty()) {
                release(resource, owner, "foregroundDeletion");
            }
            left.stream().filter(each -> !Json.deleting(each.object())).forEach(each -> delete(each, "Foreground"));
        }
    }

    /** An owner that waits for its dependents may have lost the last. */
    private void blockedOwners(JsonNode reference, ObjectNode dependent) {
        for (Resource resource : resources.all()) {
            if (resource.kind().equals(Json.text(reference, "kind"))) {
                registry.store()
                        .get(
                                resource,
                                resource.namespaced() ? Json.namespace(dependent) : "",
                                Json.text(reference, "name"))
                        .filter(Json::deleting)
                        .ifPresent(owner -> deleting(resource, owner));
            }
        }
    }

    private void delete(Dependent dependent, String propagation) {
        try {
            registry.delete(
                    dependent.resource(),
                    Json.namespace(dependent.object()),
                    Json.name(dependent.object()),
                    Json.object("{\"propagationPolicy\":\"" + propagation + "\",\"preconditions\":{\"uid\":\""
                            + Json.uid(dependent.object()) + "\"}}"),
                    false);
        } catch (Refusal refusal) {
            // Somebody else has deleted it.
        }
    }

    private void orphan(Dependent dependent, String owner) {
        registry.change(dependent.resource(), dependent.object(), object -> {
            ArrayNode kept = Json.meta(object).arrayNode();
            for (JsonNode each : Json.at(object, "metadata", "ownerReferences")) {
                if (!Json.text(each, "uid").equals(owner)) {
                    kept.add(each);
                }
            }
            Json.meta(object).set("ownerReferences", kept);
            return object;
        });
    }

    private void release(Resource resource, ObjectNode owner, String finalizer) {
        registry.change(resource, owner, object -> {
            ArrayNode kept = Json.meta(object).arrayNode();
            Registry.finalizers(object).stream()
                    .filter(each -> !each.equals(finalizer))
                    .forEach(kept::add);
            Json.meta(object).set("finalizers", kept);
            return object;
        });
    }
}
