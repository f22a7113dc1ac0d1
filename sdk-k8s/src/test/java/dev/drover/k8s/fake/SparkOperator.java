package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What the operators for Spark have in common: they look at an application and its driver, and take the next step. */
abstract class SparkOperator extends Actor {
    private final Resources resources;
    private final String group;
    private final String appLabel;
    private final Set<String> frozen = ConcurrentHashMap.newKeySet();

    SparkOperator(Registry registry, Resources resources, String name, String group, String appLabel) {
        super(registry, name);
        this.resources = resources;
        this.group = group;
        this.appLabel = appLabel;
    }

    final Resource applications() {
        return resources.ofKind(group, "SparkApplication").orElseThrow();
    }

    /** Takes the next step, if there is one. It is called again whenever something has changed. */
    abstract void step(ObjectNode app);

    /** Leaves an application where it is, whatever happens to its driver. */
    final void freeze(String namespace, String name) {
        frozen.add(Store.key(namespace, name));
    }

    @Override
    List<Resource> concerns() {
        return List.of(applications());
    }

    @Override
    void changed(Change change) {
        if (change.resource().qualified().equals(applications().qualified())) {
            change.after().ifPresent(this::look);
        } else if (change.resource().equals(Resources.PODS)) {
            Json.some(change.last(), "metadata", "labels", appLabel)
                    .flatMap(name -> registry.store().get(applications(), Json.namespace(change.last()), name))
                    .ifPresent(this::look);
        }
    }

    /** Looks again at those for which time matters. */
    @Override
    void tick() {
        registry.store().all(applications(), "").values().stream()
                .filter(this::timed)
                .forEach(this::look);
    }

    abstract boolean timed(ObjectNode app);

    private void look(ObjectNode seen) {
        registry.store()
                .get(applications(), Json.namespace(seen), Json.name(seen))
                .filter(app -> !Json.deleting(app))
                .filter(app -> !frozen.contains(Store.key(Json.namespace(app), Json.name(app))))
                .ifPresent(this::step);
    }

    final String now() {
        return registry.clock().instant().toString();
    }

    final void write(ObjectNode app, Consumer<ObjectNode> change) {
        registry.change(applications(), app, object -> {
            change.accept(object);
            return object;
        });
    }

    final void tell(ObjectNode app, String type, String reason, String message) {
        Events.record(registry, "spark-application-controller", app, type, reason, message);
    }

    final Optional<ObjectNode> pod(ObjectNode app, String name) {
        return registry.store().get(Resources.PODS, Json.namespace(app), name);
    }

    final void delete(Resource resource, ObjectNode object) {
        try {
            registry.delete(resource, Json.namespace(object), Json.name(object), Json.object(), false);
        } catch (Refusal refusal) {
            // It has gone meanwhile.
        }
    }

    /** Those of a pod template. */
    static Map<String, String> labels(JsonNode template) {
        Map<String, String> labels = new TreeMap<>();
        Json.at(template, "metadata", "labels")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        return labels;
    }

    /** Makes the executors of a driver. What cannot be made is not there, as for Spark itself. */
    final void startExecutors(
            ObjectNode app, ObjectNode driver, int count, Map<String, String> labels, JsonNode image) {
        for (int i = 1; i <= count; i++) {
            ObjectNode pod = Owned.by(driver, Json.object());
            Json.meta(pod).put("name", Json.name(driver).replaceFirst("-driver$", "") + "-exec-" + i);
            ObjectNode all = Json.child(pod, "metadata", "labels");
            labels.forEach(all::put);
            all.put("spark-role", "executor").put("spark-exec-id", String.valueOf(i));
            ObjectNode spec = pod.putObject("spec").put("restartPolicy", "Never");
            spec.put("serviceAccountName", Json.text(driver, "spec", "serviceAccountName"));
            spec.putArray("containers")
                    .addObject()
                    .put("name", "spark-kubernetes-executor")
                    .put("image", image.asText("spark"))
                    .putArray("command")
                    .add("sleep")
                    .add("infinity");
            try {
                registry.create(Resources.PODS, pod);
            } catch (Refusal refusal) {
                tell(app, "Warning", "SparkExecutorFailed", refusal.getMessage());
            }
        }
    }

    /** The executors of an application that are there. */
    final List<ObjectNode> executors(ObjectNode app) {
        return registry.store().all(Resources.PODS, Json.namespace(app)).values().stream()
                .filter(pod -> Json.text(pod, "metadata", "labels", appLabel).equals(Json.name(app)))
                .filter(pod ->
                        Json.text(pod, "metadata", "labels", "spark-role").equals("executor"))
                .toList();
    }

    /** How the first container of a driver has ended. */
    static JsonNode end(ObjectNode driver) {
        return Json.at(Json.at(driver, "status", "containerStatuses").path(0), "state", "terminated");
    }
}
