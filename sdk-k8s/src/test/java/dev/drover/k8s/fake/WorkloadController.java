package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps as many pods as StatefulSets and Deployments ask for; those of a StatefulSet have stable names, one after the other. */
public final class WorkloadController extends Actor {

    public static void in(FakeKube kube) {
        kube.controller(new WorkloadController(kube.registry()));
    }

    private WorkloadController(Registry registry) {
        super(registry, "workload-controller");
    }

    @Override
    List<Resource> concerns() {
        return List.of(Resources.STATEFUL_SETS, Resources.DEPLOYMENTS);
    }

    @Override
    void changed(Change change) {
        if (concerns().contains(change.resource())) {
            change.after().ifPresent(after -> reconcile(change.resource(), after));
        } else if (change.resource().equals(Resources.PODS)) {
            for (JsonNode owner : Json.at(change.last(), "metadata", "ownerReferences")) {
                concerns().stream()
                        .filter(resource -> resource.kind().equals(Json.text(owner, "kind")))
                        .forEach(resource -> registry.store()
                                .get(resource, Json.namespace(change.last()), Json.text(owner, "name"))
                                .ifPresent(workload -> reconcile(resource, workload)));
            }
        }
    }

    private void reconcile(Resource resource, ObjectNode seen) {
        Optional<ObjectNode> current = registry.store().get(resource, Json.namespace(seen), Json.name(seen));
        if (current.filter(workload -> !Json.deleting(workload)).isEmpty()) {
            return;
        }
        ObjectNode workload = current.get();
        int wanted = Json.at(workload, "spec", "replicas").asInt();
        List<ObjectNode> pods = pods(workload);
        if (resource.equals(Resources.STATEFUL_SETS)) {
            keepOrdered(workload, pods, wanted);
        } else {
            keep(workload, pods, wanted);
        }
        List<ObjectNode> now = pods(workload);
        int ready = (int) now.stream().filter(WorkloadController::ready).count();
        registry.change(resource, workload, object -> {
            ObjectNode status = Json.child(object, "status");
            status.put("replicas", now.size()).put("readyReplicas", ready).put("availableReplicas", ready);
            status.put(
                    "observedGeneration",
                    Json.at(object, "metadata", "generation").asLong());
            return object;
        });
    }

    private List<ObjectNode> pods(ObjectNode workload) {
        return registry.store().all(Resources.PODS, Json.namespace(workload)).values().stream()
                .filter(pod -> Json.text(
                                Json.at(pod, "metadata", "ownerReferences").path(0), "uid")
                        .equals(Json.uid(workload)))
                .sorted(Comparator.comparingInt(WorkloadController::ordinal).thenComparing(Json::name))
                .toList();
    }

    private static int ordinal(ObjectNode pod) {
        String last = Json.name(pod).substring(Json.name(pod).lastIndexOf('-') + 1);
        return last.matches("\\d{1,6}") ? Integer.parseInt(last) : 0;
    }

    static boolean ready(ObjectNode pod) {
        for (JsonNode condition : Json.at(pod, "status", "conditions")) {
            if (Json.text(condition, "type").equals("Ready")) {
                return Json.text(condition, "status").equals("True");
            }
        }
        return false;
    }

    private void keepOrdered(ObjectNode set, List<ObjectNode> pods, int wanted) {
        boolean ordered = !Json.text(set, "spec", "podManagementPolicy").equals("Parallel");
        for (int i = 0; i < wanted; i++) {
            String name = Json.name(set) + "-" + i;
            Optional<ObjectNode> there =
                    pods.stream().filter(pod -> Json.name(pod).equals(name)).findFirst();
            if (there.isEmpty() && !create(set, name)) {
                return;
            }
            if (ordered && there.filter(WorkloadController::ready).isEmpty()) {
                return;
            }
        }
        pods.stream()
                .filter(pod -> ordinal(pod) >= wanted)
                .reduce((one, other) -> other)
                .ifPresent(this::delete);
    }

    private void keep(ObjectNode deployment, List<ObjectNode> pods, int wanted) {
        for (int i = pods.size(); i < wanted; i++) {
            if (!create(deployment, Registry.generated(Json.name(deployment) + "-6b474476c4-"))) {
                return;
            }
        }
        pods.stream().skip(wanted).forEach(this::delete);
    }

    private boolean create(ObjectNode workload, String name) {
        ObjectNode pod = Owned.pod(workload, Json.at(workload, "spec", "template"));
        Json.meta(pod).put("name", name);
        if (Json.text(workload, "kind").equals("StatefulSet")) {
            Json.child(pod, "metadata", "labels")
                    .put("statefulset.kubernetes.io/pod-name", name)
                    .put("apps.kubernetes.io/pod-index", name.substring(name.lastIndexOf('-') + 1));
            Json.child(pod, "spec").put("hostname", name).put("subdomain", Json.text(workload, "spec", "serviceName"));
        }
        try {
            registry.create(Resources.PODS, pod);
            return true;
        } catch (Refusal refusal) {
            Owned.complainOnce(registry, "statefulset-controller", workload, refusal);
            return false;
        }
    }

    private void delete(ObjectNode pod) {
        if (Json.deleting(pod)) {
            return;
        }
        try {
            registry.delete(Resources.PODS, Json.namespace(pod), Json.name(pod), Json.object(), false);
        } catch (Refusal refusal) {
            // It has gone meanwhile.
        }
    }
}
