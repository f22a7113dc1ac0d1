package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Defaults and rules of the kinds that Kubernetes brings along, as far as somebody who runs Spark meets them. */
final class CoreRules {
    private static final Set<String> SCALABLE = Set.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private CoreRules() {}

    static boolean hasGeneration(Resource resource) {
        return resource.custom()
                || List.of("jobs", "statefulsets", "deployments", "pods", "customresourcedefinitions")
                        .contains(resource.plural());
    }

    /** Fills in defaults. */
    static void prepare(Resource resource, ObjectNode object) {
        switch (resource.plural()) {
            case "pods" -> preparePod(object);
            case "namespaces" -> {
                Json.child(object, "metadata", "labels").put("kubernetes.io/metadata.name", Json.name(object));
                Json.child(object, "spec").putArray("finalizers").add("kubernetes");
                Json.child(object, "status").put("phase", "Active");
            }
            case "jobs" -> prepareJob(object);
            case "services" -> {
                ObjectNode spec = Json.child(object, "spec");
                fill(spec, "type", "ClusterIP");
                spec.path("ports").forEach(port -> {
                    fill((ObjectNode) port, "protocol", "TCP");
                    if (!port.has("targetPort")) {
                        ((ObjectNode) port).set("targetPort", port.path("port"));
                    }
                });
            }
            case "secrets" -> {
                fill(object, "type", "Opaque");
                JsonNode plain = object.path("stringData");
                plain.properties()
                        .forEach(each -> Json.child(object, "data")
                                .put(
                                        each.getKey(),
                                        java.util.Base64.getEncoder()
                                                .encodeToString(each.getValue()
                                                        .asText()
                                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))));
                object.remove("stringData");
            }
            case "statefulsets", "deployments" -> {
                ObjectNode spec = Json.child(object, "spec");
                if (!spec.has("replicas")) {
                    spec.put("replicas", 1);
                }
            }
            default -> {
                // No defaults that matter here.
            }
        }
    }

    private static void preparePod(ObjectNode object) {
        ObjectNode spec = Json.child(object, "spec");
        fill(spec, "restartPolicy", "Always");
        fill(spec, "serviceAccountName", "default");
        fill(spec, "schedulerName", "default-scheduler");
        if (!spec.has("terminationGracePeriodSeconds")) {
            spec.put("terminationGracePeriodSeconds", 30);
        }
        Json.child(object, "status").put("phase", "Pending");
    }

    private static void prepareJob(ObjectNode object) {
        ObjectNode spec = Json.child(object, "spec");
        for (String one : List.of("parallelism", "completions")) {
            if (!spec.has(one)) {
                spec.put(one, 1);
            }
        }
        if (!spec.has("backoffLimit")) {
            spec.put("backoffLimit", 6);
        }
    }

    private static void fill(ObjectNode node, String field, String value) {
        if (Json.text(node, field).isEmpty()) {
            node.put(field, value);
        }
    }

    static List<FieldError> check(Resource resource, ObjectNode object) {
        List<FieldError> errors = new ArrayList<>();
        JsonNode spec = object.path("spec");
        switch (resource.plural()) {
            case "pods" -> checkPod(spec, "spec", List.of("Always", "OnFailure", "Never"), errors);
            case "jobs" -> {
                String policy = Json.text(spec, "template", "spec", "restartPolicy");
                if (policy.isEmpty() || policy.equals("Always")) {
                    errors.add(
                            policy.isEmpty()
                                    ? FieldError.required(
                                            "spec.template.spec.restartPolicy",
                                            "valid values: \"OnFailure\", \"Never\"")
                                    : FieldError.unsupported(
                                            "spec.template.spec.restartPolicy", policy, List.of("OnFailure", "Never")));
                }
                checkPod(
                        Json.at(spec, "template", "spec"),
                        "spec.template.spec",
                        List.of("Always", "OnFailure", "Never"),
                        errors);
            }
            case "statefulsets", "deployments" -> checkWorkload(spec, errors);
            case "services" -> {
                if (spec.path("ports").isEmpty()
                        && !Json.text(spec, "clusterIP").equals("None")) {
                    errors.add(FieldError.required("spec.ports", ""));
                }
            }
            case "resourcequotas" ->
                spec.path("hard")
                        .properties()
                        .forEach(each -> quantity("spec.hard[" + each.getKey() + "]", each.getValue(), errors));
            case "horizontalpodautoscalers" -> {
                if (spec.path("maxReplicas").asInt() < 1) {
                    errors.add(FieldError.invalid(
                            "spec.maxReplicas", spec.path("maxReplicas").asInt(), "must be greater than 0"));
                }
                if (spec.path("minReplicas").asInt(1) > spec.path("maxReplicas").asInt()) {
                    errors.add(FieldError.invalid(
                            "spec.maxReplicas",
                            spec.path("maxReplicas").asInt(),
                            "must be greater than or equal to `minReplicas`"));
                }
            }
            case "events" -> {
                String about = Json.text(object, "involvedObject", "namespace");
                if (!about.equals(Json.namespace(object))) {
                    errors.add(FieldError.invalid("involvedObject.namespace", about, "does not match event.namespace"));
                }
            }
            default -> {
                // Nothing that is checked here.
            }
        }
        return errors;
    }

    private static void checkWorkload(JsonNode spec, List<FieldError> errors) {
        JsonNode selector = Json.at(spec, "selector", "matchLabels");
        JsonNode labels = Json.at(spec, "template", "metadata", "labels");
        if (selector.isEmpty()) {
            errors.add(FieldError.required("spec.selector", ""));
        } else if (!LabelSelector.matchLabels(selector).test(spec.path("template"))) {
            errors.add(FieldError.invalid(
                    "spec.template.metadata.labels", labels, "`selector` does not match template `labels`"));
        }
        if (spec.path("replicas").asInt() < 0) {
            errors.add(FieldError.invalid(
                    "spec.replicas", spec.path("replicas").asInt(), "must be greater than or equal to 0"));
        }
        checkPod(Json.at(spec, "template", "spec"), "spec.template.spec", List.of("", "Always"), errors);
    }

    private static void checkPod(JsonNode spec, String at, List<String> policies, List<FieldError> errors) {
        if (spec.path("containers").isEmpty()) {
            errors.add(FieldError.required(at + ".containers", ""));
        }
        String policy = Json.text(spec, "restartPolicy");
        if (!policies.contains(policy) && !policy.isEmpty()) {
            errors.add(FieldError.unsupported(at + ".restartPolicy", policy, policies));
        }
        Set<String> volumes = new TreeSet<>();
        spec.path("volumes").forEach(volume -> volumes.add(Json.text(volume, "name")));
        for (String list : List.of("initContainers", "containers")) {
            int i = 0;
            for (JsonNode container : spec.path(list)) {
                checkContainer(container, at + "." + list + "[" + i++ + "]", volumes, errors);
            }
        }
    }

    private static void checkContainer(JsonNode container, String at, Set<String> volumes, List<FieldError> errors) {
        if (Json.text(container, "name").isEmpty()) {
            errors.add(FieldError.required(at + ".name", ""));
        } else {
            Names.label(at + ".name", Json.text(container, "name"), errors);
        }
        for (String kind : List.of("requests", "limits")) {
            Json.at(container, "resources", kind)
                    .properties()
                    .forEach(each ->
                            quantity(at + ".resources." + kind + "[" + each.getKey() + "]", each.getValue(), errors));
        }
        int i = 0;
        for (JsonNode mount : container.path("volumeMounts")) {
            if (!volumes.contains(Json.text(mount, "name"))) {
                errors.add(new FieldError(
                        "FieldValueNotFound",
                        at + ".volumeMounts[" + i + "].name",
                        "Not found: \"" + Json.text(mount, "name") + '"'));
            }
            i++;
        }
    }

    private static void quantity(String field, JsonNode value, List<FieldError> errors) {
        if (!Quantity.valid(value.asText())) {
            // The real server already fails to decode such an object; with what words depends on its version.
            throw Refusal.badRequest(
                    field + ": quantities must match the regular expression '" + Quantity.PATTERN + "'");
        }
        if (Quantity.of(value.asText()).signum() < 0) {
            errors.add(FieldError.invalid(field, value.asText(), "must be greater than or equal to 0"));
        }
    }

    static List<FieldError> checkUpdate(Resource resource, ObjectNode before, ObjectNode after) {
        JsonNode old = before.path("spec");
        JsonNode spec = after.path("spec");
        if (old.equals(spec)) {
            return List.of();
        }
        return switch (resource.plural()) {
            case "pods" ->
                List.of(FieldError.forbidden(
                        "spec",
                        "pod updates may not change fields other than `spec.containers[*].image`,"
                                + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
                                + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it"
                                + " to be set to 1 if it was previously negative)"));
            case "jobs" ->
                old.path("template").equals(spec.path("template"))
                        ? List.of()
                        : List.of(FieldError.invalid("spec.template", spec.path("template"), "field is immutable"));
            case "statefulsets" ->
                fixed(old).equals(fixed(spec))
                        ? List.of()
                        : List.of(
                                FieldError.forbidden(
                                        "spec",
                                        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                                                + " 'updateStrategy', 'revisionHistoryLimit',"
                                                + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
            default -> List.of();
        };
    }

    private static JsonNode fixed(JsonNode spec) {
        return ((ObjectNode) spec.deepCopy()).remove(SCALABLE);
    }
}
