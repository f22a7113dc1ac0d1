package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * What the API server does with an object before it stores it, as <a
 * href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API concepts</a> tells it. Everything here holds
 * the store's monitor, so that what is checked still holds when it is written.
 */
class Registry {
    /** The options of a write. */
    record Options(boolean dryRun, String fieldValidation, String subresource) {
        static final Options NONE = new Options(false, "", "");
        static final Options STATUS = new Options(false, "", "status");

        boolean status() {
            return subresource.equals("status");
        }
    }

    /** What was written, and what the writer is warned of. */
    record Written(ObjectNode object, List<String> warnings) {}

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final Store store;
    private final Admission admission;
    private final InstantSource clock;

    Registry(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.admission = new Admission(store);
    }

    final Store store() {
        return store;
    }

    final InstantSource clock() {
        return clock;
    }

    ObjectNode get(Resource resource, String namespace, String name) {
        return store.get(resource, namespace, name).orElseThrow(() -> Refusal.notFound(resource, name));
    }

    Optional<ObjectNode> find(Resource resource, String namespace, String name) {
        return store.get(resource, namespace, name);
    }

    /** All of a kind, in one namespace or (empty) in all. */
    List<ObjectNode> list(Resource resource, String namespace) {
        return List.copyOf(store.all(resource, namespace).values());
    }

    /** As the server's own controllers do it. */
    ObjectNode create(Resource resource, ObjectNode object) {
        return create(resource, resource.versions().get(0), Json.namespace(object), object, Options.NONE)
                .object();
    }

    Written create(Resource resource, String version, String namespace, ObjectNode body, Options options) {
        synchronized (store) {
            ObjectNode object = body.deepCopy();
            ObjectNode meta = Json.meta(object);
            String sent = Json.namespace(object);
            if (resource.namespaced()) {
                if (!sent.isEmpty() && !sent.equals(namespace)) {
                    throw Refusal.badRequest(
                            "the namespace of the provided object does not match the namespace sent on the request");
                }
                meta.put("namespace", namespace);
            } else {
                meta.remove("namespace");
            }
            if (!Json.text(object, "metadata", "resourceVersion").isEmpty()) {
                throw new Refusal(500, "", "resourceVersion should not be set on objects to be created");
            }
            if (Json.name(object).isEmpty() && meta.hasNonNull("generateName")) {
                meta.put("name", generated(Json.text(meta, "generateName")));
            }
            for (String own : List.of("deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink")) {
                meta.remove(own);
            }
            if (resource.hasStatus()) {
                object.remove("status");
            }
            List<String> warnings = decode(resource, version, object, options);
            CoreRules.prepare(resource, object);
            String name = Json.name(object);
            if (name.isEmpty()) {
                throw Refusal.invalid(
                        resource,
                        "",
                        List.of(FieldError.required("metadata.name", "name or generateName is required")));
            }
            if (resource.namespaced()) {
                admission.namespace(resource, namespace, name);
            }
            admission.admit(resource, object);
            validate(resource, version, object, CoreRules.check(resource, object));
            if (store.get(resource, namespace, name).isPresent()) {
                throw Refusal.alreadyExists(resource, name);
            }
            meta.put("uid", UUID.randomUUID().toString());
            meta.put("creationTimestamp", Json.time(clock.instant()));
            if (object.has("spec") && CoreRules.hasGeneration(resource)) {
                meta.put("generation", 1);
            }
            admission.charge(resource, object);
            if (options.dryRun()) {
                return new Written(object, warnings);
            }
            ObjectNode stored = store.put(resource, object);
            admission.created(resource, stored, this);
            return new Written(stored, warnings);
        }
    }

    static String generated(String base) {
        StringBuilder name = new StringBuilder(base);
        for (int i = 0; i < 5; i++) {
            name.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    /** Checks types, drops what no schema names, and fills in defaults. */
    private static List<String> decode(Resource resource, String version, ObjectNode object, Options options) {
        object.put("apiVersion", resource.apiVersion(version));
        object.put("kind", resource.kind());
        if (!resource.custom()) {
            return List.of();
        }
        Schema schema = resource.schemas().get(version);
        List<String> unknown = schema.prune(object);
        if (!unknown.isEmpty() && options.fieldValidation().equals("Strict")) {
            throw Refusal.badRequest(resource.kind() + " in version \"" + version + "\" cannot be handled as a "
                    + resource.kind() + ": strict decoding error: unknown field \""
                    + String.join("\", unknown field \"", unknown) + '"');
        }
        schema.fill(object);
        return options.fieldValidation().equals("Ignore")
                ? List.of()
                : unknown.stream()
                        .map(field -> "unknown field \"" + field + '"')
                        .toList();
    }

    private static void validate(Resource resource, String version, ObjectNode object, List<FieldError> own) {
        List<FieldError> errors = new ArrayList<>(Names.metadata(resource, object));
        if (resource.custom()) {
            errors.addAll(resource.schemas().get(version).check(object));
        }
        errors.addAll(own);
        if (!errors.isEmpty()) {
            throw Refusal.invalid(resource, Json.name(object), errors);
        }
    }

    /** Replaces an object by what a function makes of it; both see and give the version that is asked for. */
    Written update(
            Resource resource,
            String version,
            String namespace,
            String name,
            UnaryOperator<ObjectNode> change,
            Options options) {
        synchronized (store) {
            ObjectNode before = get(resource, namespace, name);
            ObjectNode shown = before.deepCopy();
            shown.put("apiVersion", resource.apiVersion(version));
            ObjectNode object = change.apply(shown.deepCopy());
            checkIdentity(resource, before, object);
            keepWhatIsOurs(before, object, resource, options);
            List<String> warnings = decode(resource, version, object, options);
            List<FieldError> own = new ArrayList<>(options.status() ? List.of() : CoreRules.check(resource, object));
            own.addAll(CoreRules.checkUpdate(resource, before, object));
            if (Json.deleting(before)) {
                checkFinalizers(before, object, own);
            }
            validate(resource, version, object, own);
            if (!object.path("spec").equals(before.path("spec"))
                    && before.path("metadata").has("generation")) {
                Json.meta(object)
                        .put(
                                "generation",
                                Json.at(before, "metadata", "generation").asLong() + 1);
            }
            if (object.equals(shown)) {
                // A write that changes nothing makes no new version.
                return new Written(before, warnings);
            }
            if (options.dryRun()) {
                return new Written(object, warnings);
            }
            if (Json.deleting(object) && finalizers(object).isEmpty() && gone(resource, object)) {
                return new Written(store.remove(resource, object), warnings);
            }
            return new Written(store.put(resource, object), warnings);
        }
    }

    private static void checkIdentity(Resource resource, ObjectNode before, ObjectNode object) {
        String name = Json.name(before);
        if (!Json.name(object).equals(name)) {
            throw Refusal.badRequest("the name of the object (" + Json.name(object)
                    + ") does not match the name on the URL (" + name + ")");
        }
        String uid = Json.uid(object);
        if (!uid.isEmpty() && !uid.equals(Json.uid(before))) {
            throw Refusal.conflict(
                    resource,
                    name,
                    "StorageError: invalid object, Code: 4, Key: /registry/" + resource.plural() + "/"
                            + (resource.namespaced() ? Json.namespace(before) + "/" : "") + name
                            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
                            + uid + ", UID in object meta: " + Json.uid(before));
        }
        String version = Json.text(object, "metadata", "resourceVersion");
        if (version.isEmpty() && !resource.unconditionalUpdate()) {
            throw Refusal.noVersion(resource, name);
        }
        if (!version.isEmpty() && !version.equals(Json.text(before, "metadata", "resourceVersion"))) {
            throw Refusal.modified(resource, name);
        }
    }

    private static void keepWhatIsOurs(ObjectNode before, ObjectNode object, Resource resource, Options options) {
        ObjectNode meta = Json.meta(object);
        ObjectNode old = Json.meta(before.deepCopy());
        if (options.status()) {
            JsonNode status = object.path("status");
            object.removeAll();
            object.setAll(before.deepCopy());
            if (!status.isMissingNode()) {
                object.set("status", status);
            }
            return;
        }
        for (String own : List.of(
                "namespace",
                "uid",
                "resourceVersion",
                "creationTimestamp",
                "generation",
                "deletionTimestamp",
                "deletionGracePeriodSeconds",
                "generateName")) {
            if (old.has(own)) {
                meta.set(own, old.get(own));
            } else {
                meta.remove(own);
            }
        }
        meta.remove("managedFields");
        if (resource.hasStatus()) {
            object.remove("status");
            if (before.has("status")) {
                object.set("status", before.get("status").deepCopy());
            }
        }
    }

    private static void checkFinalizers(ObjectNode before, ObjectNode object, List<FieldError> errors) {
        List<String> added = new ArrayList<>(finalizers(object));
        added.removeAll(finalizers(before));
        if (!added.isEmpty()) {
            errors.add(FieldError.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers "
                            + added.stream().map(each -> '"' + each + '"').toList()));
        }
    }

    static List<String> finalizers(JsonNode object) {
        List<String> finalizers = new ArrayList<>();
        Json.at(object, "metadata", "finalizers").forEach(each -> finalizers.add(each.asText()));
        return finalizers;
    }

    /** Whether nobody but us keeps an object that is being deleted: a pod waits for its machine, a namespace for its content. */
    private static boolean gone(Resource resource, ObjectNode object) {
        return Json.at(object, "metadata", "deletionGracePeriodSeconds").asLong() == 0
                && Json.at(object, "spec", "finalizers").isEmpty()
                && !resource.equals(Resources.NAMESPACES);
    }

    /** Changes an object as a controller does; empty if it is not there any more. */
    Optional<ObjectNode> change(Resource resource, ObjectNode object, UnaryOperator<ObjectNode> change) {
        synchronized (store) {
            return store.get(resource, Json.namespace(object), Json.name(object))
                    .filter(there -> Json.uid(there).equals(Json.uid(object)))
                    .map(there -> {
                        ObjectNode after = change.apply(there.deepCopy());
                        if (after.equals(there)) {
                            return there;
                        }
                        if (Json.deleting(after) && finalizers(after).isEmpty() && gone(resource, after)) {
                            return store.remove(resource, after);
                        }
                        return store.put(resource, after);
                    });
        }
    }

    /** What a delete has left: nothing, or an object that is being deleted. */
    record Deleted(ObjectNode object, boolean gone) {}

    Deleted delete(Resource resource, String namespace, String name, JsonNode options, boolean dryRun) {
        synchronized (store) {
            ObjectNode there = get(resource, namespace, name);
            checkPreconditions(resource, there, options.path("preconditions"));
            ObjectNode object = there.deepCopy();
            ObjectNode meta = Json.meta(object);
            long grace = grace(resource, object, options);
            boolean sooner = !Json.deleting(object)
                    || grace < meta.path("deletionGracePeriodSeconds").asLong();
            String propagation = Json.text(options, "propagationPolicy");
            if (!Json.deleting(object)) {
                propagate(meta, propagation);
            }
            boolean kept = grace > 0
                    || !finalizers(object).isEmpty()
                    || !Json.at(object, "spec", "finalizers").isEmpty();
            if (kept && sooner) {
                meta.put("deletionTimestamp", Json.time(clock.instant().plusSeconds(grace)));
                meta.put("deletionGracePeriodSeconds", grace);
                if (meta.has("generation")) {
                    meta.put("generation", meta.path("generation").asLong() + 1);
                }
                if (resource.equals(Resources.NAMESPACES)) {
                    Json.child(object, "status").put("phase", "Terminating");
                }
            }
            if (dryRun || (kept && !sooner)) {
                return new Deleted(object, !kept);
            }
            return kept
                    ? new Deleted(store.put(resource, object), false)
                    : new Deleted(store.remove(resource, object), true);
        }
    }

    private static void checkPreconditions(Resource resource, ObjectNode object, JsonNode preconditions) {
        String uid = Json.text(preconditions, "uid");
        if (!uid.isEmpty() && !uid.equals(Json.uid(object))) {
            throw Refusal.unmet(
                    resource,
                    Json.name(object),
                    "the UID in the precondition (" + uid + ") does not match the UID in record (" + Json.uid(object)
                            + "). The object might have been deleted and then recreated");
        }
        String version = Json.text(preconditions, "resourceVersion");
        String current = Json.text(object, "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals(current)) {
            throw Refusal.unmet(
                    resource,
                    Json.name(object),
                    "the ResourceVersion in the precondition (" + version
                            + ") does not match the ResourceVersion in record (" + current
                            + "). The object might have been modified");
        }
    }

    /** Only a pod that is on a machine and still runs is given time. */
    private static long grace(Resource resource, ObjectNode object, JsonNode options) {
        boolean placed = resource.equals(Resources.PODS)
                && !Json.text(object, "spec", "nodeName").isEmpty()
                && !List.of("Succeeded", "Failed").contains(Json.text(object, "status", "phase"));
        if (!placed) {
            return 0;
        }
        return options.has("gracePeriodSeconds")
                ? options.path("gracePeriodSeconds").asLong()
                : Json.at(object, "spec", "terminationGracePeriodSeconds").asLong(30);
    }

    private static void propagate(ObjectNode meta, String policy) {
        String finalizer = switch (policy) {
            case "Foreground" -> "foregroundDeletion";
            case "Orphan" -> "orphan";
            case "", "Background" -> "";
            default ->
                throw Refusal.badOptions(
                        "DeleteOptions",
                        FieldError.unsupported(
                                "propagationPolicy", policy, List.of("Foreground", "Background", "Orphan", "nil")));
        };
        if (!finalizer.isEmpty()) {
            ArrayNode finalizers =
                    meta.get("finalizers") instanceof ArrayNode there ? there : meta.putArray("finalizers");
            finalizers.add(finalizer);
        }
    }
}
