package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * The objects of a real server, as actors and tests get at them. What actors see is a copy that lags behind as theirs does;
 * what a test asks for is asked of the server.
 */
final class RealRegistry extends Registry implements AutoCloseable {
    /** Those that actors look at. */
    private static final List<Resource> MIRRORED =
            List.of(Resources.PODS, Resources.SECRETS, Resources.CONFIG_MAPS, Resources.EVENTS);

    /** Those in which tests leave something behind. */
    private static final List<Resource> WIPED = List.of(
            Resources.JOBS,
            Resources.STATEFUL_SETS,
            Resources.DEPLOYMENTS,
            Resources.AUTOSCALERS,
            Resources.PODS,
            Resources.CONFIG_MAPS,
            Resources.SECRETS,
            Resources.QUOTAS,
            Resources.LIMIT_RANGES,
            Resources.EVENTS,
            Resources.ROLES,
            Resources.ROLE_BINDINGS);

    /** How long the server may take over what it does in its own time. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RealServer server;
    private final Resources resources;
    private final Mirror mirror;
    private volatile int logsPort;

    RealRegistry(RealServer server, Resources resources) {
        super(new Store(), InstantSource.system());
        this.server = server;
        this.resources = resources;
        mirror = new Mirror(server, store());
        wipe();
        MIRRORED.forEach(mirror::follow);
    }

    /** Where the machines of this server are to be asked for logs. */
    void logsAt(int port) {
        logsPort = port;
    }

    static String path(Resource resource, String namespace, String name) {
        String group = resource.group().isEmpty() ? "/api/" : "/apis/" + resource.group() + "/";
        return group + resource.versions().get(0)
                + (resource.namespaced() && !namespace.isEmpty() ? "/namespaces/" + namespace : "")
                + "/" + resource.plural()
                + (name.isEmpty() ? "" : "/" + name);
    }

    /** An object with its kind, which lists leave out. */
    static ObjectNode typed(Resource resource, ObjectNode object) {
        return object.put("apiVersion", resource.apiVersion(resource.versions().get(0)))
                .put("kind", resource.kind());
    }

    // A clean start

    private void wipe() {
        for (JsonNode definition : items(Resources.DEFINITIONS, "")) {
            Resource custom = Definitions.resource(definition);
            for (JsonNode each : items(custom, "")) {
                release(custom, each);
                server.ask("DELETE", path(custom, Json.namespace(each), Json.name(each)));
            }
        }
        for (JsonNode node : items(Resources.NODES, "")) {
            server.ask("DELETE", path(Resources.NODES, "", Json.name(node)));
        }
        for (JsonNode namespace : items(Resources.NAMESPACES, "")) {
            String name = Json.name(namespace);
            if (!name.startsWith("kube-")) {
                WIPED.forEach(resource -> wipe(resource, name));
            }
        }
        for (JsonNode namespace : items(Resources.NAMESPACES, "")) {
            if (!Json.name(namespace).startsWith("kube-")
                    && !Json.name(namespace).equals("default")) {
                quietly(() -> server.ask("DELETE", path(Resources.NAMESPACES, "", Json.name(namespace))));
            }
        }
        await(
                "the namespaces to go",
                () -> items(Resources.NAMESPACES, "").stream()
                        .allMatch(each -> Json.name(each).startsWith("kube-")
                                || Json.name(each).equals("default")));
    }

    private void wipe(Resource resource, String namespace) {
        List<JsonNode> there = items(resource, namespace);
        there.forEach(each -> release(resource, each));
        if (!there.isEmpty()) {
            server.ask(
                    "DELETE",
                    path(resource, namespace, ""),
                    Json.object().put("gracePeriodSeconds", 0).put("propagationPolicy", "Background"));
        }
    }

    private void release(Resource resource, JsonNode object) {
        if (!finalizers(object).isEmpty()) {
            ObjectNode free = typed(resource, object.deepCopy());
            Json.meta(free).remove("finalizers");
            quietly(() -> server.ask("PUT", path(resource, Json.namespace(object), Json.name(object)), free));
        }
    }

    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (Refusal refusal) {
            // It has gone meanwhile, or goes.
        }
    }

    /** The server tells nobody when it is done; it has to be asked. */
    private static void await(String what, BooleanSupplier done) {
        long began = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IllegalStateException("Waited " + PATIENCE + " for " + what);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for " + what, e);
            }
        }
    }

    private List<JsonNode> items(Resource resource, String namespace) {
        List<JsonNode> items = new ArrayList<>();
        String path = path(resource, namespace, "");
        await("an answer from " + path, () -> {
            try {
                server.ask("GET", path).path("items").forEach(items::add);
            } catch (Refusal refusal) {
                if (refusal.code() == 429) {
                    return false;
                }
                if (refusal.code() != 404) {
                    throw refusal;
                }
            }
            return true;
        });
        return items;
    }

    // Reading

    @Override
    Optional<ObjectNode> find(Resource resource, String namespace, String name) {
        try {
            return Optional.of(get(resource, namespace, name));
        } catch (Refusal refusal) {
            if (refusal.code() == 404) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    @Override
    ObjectNode get(Resource resource, String namespace, String name) {
        return without(server.ask("GET", path(resource, namespace, name)));
    }

    @Override
    List<ObjectNode> list(Resource resource, String namespace) {
        TreeMap<String, ObjectNode> all = new TreeMap<>();
        for (JsonNode each : items(resource, namespace)) {
            all.put(Store.key(Json.namespace(each), Json.name(each)), without(typed(resource, (ObjectNode) each)));
        }
        return List.copyOf(all.values());
    }

    /** Who wrote which field is in the way of comparisons. */
    private static ObjectNode without(ObjectNode object) {
        Json.meta(object).remove("managedFields");
        return object;
    }

    // Writing

    @Override
    Written create(Resource resource, String version, String namespace, ObjectNode body, Options options) {
        ObjectNode object = typed(resource, body.deepCopy());
        if (resource.namespaced()) {
            Json.meta(object).put("namespace", namespace);
        }
        if (resource.equals(Resources.NODES)) {
            return new Written(node(object), List.of());
        }
        if (resource.equals(Resources.DEFINITIONS)) {
            return new Written(definition(object), List.of());
        }
        ObjectNode made = server.ask("POST", path(resource, namespace, ""), object);
        if (resource.equals(Resources.NAMESPACES)) {
            // Pods want it, and its controller takes a moment.
            String name = Json.name(made);
            await(
                    "the service account of " + name,
                    () -> find(Resources.SERVICE_ACCOUNTS, name, "default").isPresent());
        }
        if (MIRRORED.contains(resource) || resource.custom()) {
            store().copy(resource, made);
        }
        return new Written(made, List.of());
    }

    /** A machine has to say who can be asked for the logs of its containers. */
    private ObjectNode node(ObjectNode node) {
        ObjectNode made = find(Resources.NODES, "", Json.name(node))
                .orElseGet(() -> server.ask("POST", path(Resources.NODES, "", ""), node));
        return change(Resources.NODES, made, there -> {
                    Json.child(there, "status")
                            .putArray("addresses")
                            .addObject()
                            .put("type", "InternalIP")
                            .put("address", "127.0.0.1");
                    Json.child(there, "status", "daemonEndpoints", "kubeletEndpoint")
                            .put("Port", logsPort);
                    return there;
                })
                .orElseThrow();
    }

    /** Definitions stay from test to test, and may have been there before. */
    private ObjectNode definition(ObjectNode definition) {
        if (find(Resources.DEFINITIONS, "", Json.name(definition)).isEmpty()) {
            server.ask("POST", path(Resources.DEFINITIONS, "", ""), definition);
        }
        ObjectNode there = get(Resources.DEFINITIONS, "", Json.name(definition));
        Resource resource = Definitions.resource(there);
        await("the server to serve " + resource.plural(), () -> serves(resource));
        store().copy(Resources.DEFINITIONS, there);
        mirror.follow(resources.ofKind(resource.group(), resource.kind()).orElseThrow());
        return there;
    }

    private boolean serves(Resource resource) {
        try {
            server.ask("GET", path(resource, "", ""));
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    @Override
    Optional<ObjectNode> change(Resource resource, ObjectNode object, UnaryOperator<ObjectNode> change) {
        while (true) {
            Optional<ObjectNode> there = find(resource, Json.namespace(object), Json.name(object))
                    .filter(each -> Json.uid(each).equals(Json.uid(object)));
            if (there.isEmpty()) {
                return there;
            }
            try {
                return Optional.of(
                        write(resource, there.get(), change.apply(there.get().deepCopy())));
            } catch (Refusal refusal) {
                if (refusal.code() == 404) {
                    return Optional.empty();
                }
                if (refusal.code() != 409) {
                    throw refusal;
                }
            }
        }
    }

    /** One after the other, as a server takes them: the machine of a pod, the rest, the status. */
    private ObjectNode write(Resource resource, ObjectNode before, ObjectNode after) {
        String path = path(resource, Json.namespace(before), Json.name(before));
        String machine = Json.text(after, "spec", "nodeName");
        ObjectNode current = before;
        if (resource.equals(Resources.PODS) && !machine.equals(Json.text(before, "spec", "nodeName"))) {
            ObjectNode binding = Json.object().put("apiVersion", "v1").put("kind", "Binding");
            Json.meta(binding).put("name", Json.name(before));
            Json.child(binding, "target")
                    .put("apiVersion", "v1")
                    .put("kind", "Node")
                    .put("name", machine);
            server.ask("POST", path + "/binding", binding);
            current = get(resource, Json.namespace(before), Json.name(before));
        } else if (!withoutStatus(after).equals(withoutStatus(before))) {
            current = server.ask("PUT", path, after);
        }
        if (!Objects.equals(after.get("status"), before.get("status"))) {
            ObjectNode told = current.deepCopy();
            told.set("status", after.get("status"));
            current = server.ask("PUT", path + "/status", told);
        }
        store().copy(resource, current);
        return current;
    }

    private static ObjectNode withoutStatus(ObjectNode object) {
        ObjectNode rest = object.deepCopy();
        rest.remove("status");
        return rest;
    }

    @Override
    Deleted delete(Resource resource, String namespace, String name, JsonNode options, boolean dryRun) {
        ObjectNode left = server.ask("DELETE", path(resource, namespace, name), options);
        return new Deleted(left, !Json.deleting(left));
    }

    // Rights

    /** Gives a user rights, and waits until the server knows of them. */
    void allow(String user, List<Grant> grants) {
        int number = 0;
        for (Grant grant : grants) {
            String name = "drover-it-" + user + "-" + number++;
            boolean everywhere = grant.namespace().equals("*");
            String at =
                    "/apis/rbac.authorization.k8s.io/v1" + (everywhere ? "" : "/namespaces/" + grant.namespace()) + "/";
            String kind = everywhere ? "ClusterRole" : "Role";
            ObjectNode role = named(name, kind);
            ObjectNode rule = role.putArray("rules").addObject();
            grant.groups().forEach(rule.putArray("apiGroups")::add);
            grant.resources().forEach(rule.putArray("resources")::add);
            grant.verbs().forEach(rule.putArray("verbs")::add);
            put(at + (everywhere ? "clusterroles" : "roles"), role);
            ObjectNode binding = named(name, kind + "Binding");
            binding.putObject("roleRef")
                    .put("apiGroup", "rbac.authorization.k8s.io")
                    .put("kind", kind)
                    .put("name", name);
            binding.putArray("subjects")
                    .addObject()
                    .put("apiGroup", "rbac.authorization.k8s.io")
                    .put("kind", "User")
                    .put("name", user);
            put(at + (everywhere ? "clusterrolebindings" : "rolebindings"), binding);
            await("the rights of " + user, () -> may(user, grant));
        }
    }

    private static ObjectNode named(String name, String kind) {
        ObjectNode object =
                Json.object().put("apiVersion", "rbac.authorization.k8s.io/v1").put("kind", kind);
        Json.meta(object).put("name", name);
        return object;
    }

    private void put(String path, ObjectNode object) {
        try {
            server.ask("POST", path, object);
        } catch (Refusal refusal) {
            server.ask("PUT", path + "/" + Json.name(object), object);
        }
    }

    private boolean may(String user, Grant grant) {
        ObjectNode review =
                Json.object().put("apiVersion", "authorization.k8s.io/v1").put("kind", "SubjectAccessReview");
        Json.child(review, "spec").put("user", user);
        Json.child(review, "spec", "resourceAttributes")
                .put("verb", grant.verbs().get(0))
                .put("group", grant.groups().get(0))
                .put("resource", grant.resources().get(0))
                .put("namespace", grant.namespace().equals("*") ? "" : grant.namespace());
        return server.ask("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", review)
                .path("status")
                .path("allowed")
                .asBoolean();
    }

    @Override
    public void close() {
        mirror.close();
    }
}
