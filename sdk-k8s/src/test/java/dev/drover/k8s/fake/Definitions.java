package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves what CustomResourceDefinitions define: not at once, as a real server neither does. First the path is not there,
 * then its storage is being made.
 */
final class Definitions {
    private final Resources resources;
    private final Registry registry;
    private final Map<String, Instant> readyAt = new ConcurrentHashMap<>();
    private volatile Duration pathAfter = Duration.ZERO;
    private volatile Duration storageAfter = Duration.ZERO;

    Definitions(Resources resources, Registry registry) {
        this.resources = resources;
        this.registry = registry;
        registry.store().follow(registry.store().version(), this::changed);
    }

    /** How long after its creation a definition's path comes, and then its storage. */
    void delays(Duration path, Duration storage) {
        pathAfter = path;
        storageAfter = storage;
    }

    /** Whether there is storage for a kind. */
    void checkReady(Resource resource) {
        Instant ready = readyAt.get(resource.qualified());
        if (ready == null) {
            return;
        }
        Instant now = registry.clock().instant();
        if (now.isBefore(ready)) {
            throw Refusal.tooManyRequests("storage is (re)initializing", 1);
        }
    }

    /** Whether the path of a kind is not there yet, which is said in plain text. */
    boolean hidden(Resource resource) {
        Instant ready = readyAt.get(resource.qualified());
        return ready != null && registry.clock().instant().isBefore(ready.minus(storageAfter));
    }

    void check(Resource resource, ObjectNode definition) {
        if (!resource.equals(Resources.DEFINITIONS)) {
            return;
        }
        List<FieldError> errors = new ArrayList<>();
        String name = Json.text(definition, "spec", "names", "plural") + "." + Json.text(definition, "spec", "group");
        if (!Json.name(definition).equals(name)) {
            errors.add(FieldError.invalid(
                    "metadata.name", Json.name(definition), "must be spec.names.plural+\".\"+spec.group"));
        }
        int i = 0;
        for (JsonNode version : Json.at(definition, "spec", "versions")) {
            if (!Json.at(version, "schema", "openAPIV3Schema").isObject()) {
                errors.add(
                        FieldError.required("spec.versions[" + i + "].schema.openAPIV3Schema", "schemas are required"));
            }
            i++;
        }
        if (!errors.isEmpty()) {
            throw Refusal.invalid(resource, Json.name(definition), errors);
        }
    }

    private void changed(Change change) {
        if (!change.resource().equals(Resources.DEFINITIONS)) {
            return;
        }
        if (change.after().isEmpty()) {
            resources.remove(Json.name(change.last()));
            return;
        }
        Resource resource = resource(change.after().get());
        resources.add(resource);
        if (change.before().isEmpty()) {
            readyAt.put(
                    resource.qualified(),
                    registry.clock().instant().plus(pathAfter).plus(storageAfter));
        }
    }

    /** Says that a definition has been taken up. */
    static ObjectNode established(ObjectNode definition) {
        ObjectNode status = Json.child(definition, "status");
        status.putArray("conditions")
                .add(Json.object()
                        .put("type", "NamesAccepted")
                        .put("status", "True")
                        .put("reason", "NoConflicts"))
                .add(Json.object()
                        .put("type", "Established")
                        .put("status", "True")
                        .put("reason", "InitialNamesAccepted"));
        status.set("acceptedNames", Json.at(definition, "spec", "names").deepCopy());
        return definition;
    }

    static Resource resource(JsonNode definition) {
        JsonNode spec = definition.path("spec");
        Map<String, Schema> schemas = new HashMap<>();
        Map<String, Boolean> versions = new LinkedHashMap<>();
        boolean status = false;
        Optional<String> stored = Optional.empty();
        for (JsonNode version : spec.path("versions")) {
            String name = Json.text(version, "name");
            if (version.path("storage").asBoolean()) {
                stored = Optional.of(name);
            }
            if (version.path("served").asBoolean()) {
                versions.put(name, true);
                schemas.put(name, new Schema(Json.at(version, "schema", "openAPIV3Schema")));
                status |= version.path("subresources").has("status");
            }
        }
        List<String> ordered = new ArrayList<>(versions.keySet());
        stored.filter(ordered::remove).ifPresent(first -> ordered.add(0, first));
        return new Resource(
                Json.text(spec, "group"),
                List.copyOf(ordered),
                Json.text(spec, "names", "plural"),
                Json.text(spec, "names", "kind"),
                Json.text(spec, "scope").equals("Namespaced"),
                status,
                Map.copyOf(schemas));
    }
}
