package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What Apache's operator makes of a SparkCluster: two StatefulSets, their services, and perhaps an autoscaler. */
final class SparkClusterParts {
    static final String LABEL = "spark.operator/spark-cluster-name";

    private final ObjectNode cluster;
    private final JsonNode instances;

    SparkClusterParts(ObjectNode cluster) {
        this.cluster = cluster;
        instances = Json.at(cluster, "spec", "clusterTolerations", "instanceConfig");
    }

    List<ObjectNode> statefulSets() {
        return List.of(
                statefulSet("master", 1),
                statefulSet("worker", instances.path("initWorkers").asInt(1)));
    }

    private ObjectNode named(String role, String suffix) {
        ObjectNode object = Owned.by(cluster, Json.object());
        Json.meta(object).put("name", Json.name(cluster) + "-" + role + suffix);
        labels(Json.child(object, "metadata", "labels"), role);
        return object;
    }

    private void labels(ObjectNode labels, String role) {
        labels.put(LABEL, Json.name(cluster)).put("spark-role", role);
    }

    private ObjectNode statefulSet(String role, int replicas) {
        ObjectNode set = named(role, "");
        ObjectNode spec = set.putObject("spec")
                .put("replicas", replicas)
                .put("podManagementPolicy", "Parallel")
                .put("serviceName", Json.name(cluster) + "-" + role + "-svc");
        labels(Json.child(spec, "selector", "matchLabels"), role);
        JsonNode given = Json.at(cluster, "spec", role + "Spec", "statefulSetSpec", "template");
        if (given.isObject()) {
            spec.set("template", given.deepCopy());
        }
        labels(Json.child(spec, "template", "metadata", "labels"), role);
        ObjectNode body = Json.child(spec, "template", "spec");
        if (body.path("containers").isEmpty()) {
            body.putArray("containers")
                    .addObject()
                    .put("name", role)
                    .put(
                            "image",
                            Json.some(cluster, "spec", "sparkConf", "spark.kubernetes.container.image")
                                    .orElse("spark"));
        }
        return set;
    }

    List<ObjectNode> services() {
        return List.of(service("master", 7077, 6066, 8080), service("worker", 8081));
    }

    private ObjectNode service(String role, int... ports) {
        ObjectNode service = named(role, "-svc");
        ObjectNode spec = service.putObject("spec");
        spec.put("clusterIP", "None");
        labels(spec.putObject("selector"), role);
        for (int port : ports) {
            spec.withArray("ports").addObject().put("name", "port-" + port).put("port", port);
        }
        return service;
    }

    Optional<ObjectNode> autoscaler() {
        int min = instances.path("minWorkers").asInt(1);
        int max = instances.path("maxWorkers").asInt(1);
        if (min >= max) {
            return Optional.empty();
        }
        ObjectNode scaler = named("worker", "-hpa");
        ObjectNode spec = scaler.putObject("spec").put("minReplicas", min).put("maxReplicas", max);
        spec.putObject("scaleTargetRef")
                .put("apiVersion", "apps/v1")
                .put("kind", "StatefulSet")
                .put("name", Json.name(cluster) + "-worker");
        return Optional.of(scaler);
    }
}
