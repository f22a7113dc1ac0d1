package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The driver pod that comes of a SparkApplication of kubeflow's operator. Its container runs {@code spark-submit}. */
final class KubeflowDriver {
    private final ObjectNode app;
    private final JsonNode spec;
    private final JsonNode driver;
    private final ObjectNode pod;

    KubeflowDriver(ObjectNode app, String name, String id, String submission) {
        this.app = app;
        this.spec = app.path("spec");
        this.driver = spec.path("driver");
        pod = Owned.pod(app, driver.path("template"));
        Json.meta(pod).put("name", name);
        ObjectNode labels = Json.child(pod, "metadata", "labels");
        driver.path("labels").properties().forEach(each -> labels.set(each.getKey(), each.getValue()));
        labels.put("spark-role", "driver")
                .put("spark-app-selector", id)
                .put("spark-version", Json.text(spec, "sparkVersion"))
                .put("sparkoperator.k8s.io/app-name", Json.name(app))
                .put("sparkoperator.k8s.io/launched-by-spark-operator", "true")
                .put("sparkoperator.k8s.io/submission-id", submission);
        if (driver.has("annotations")) {
            Json.child(pod, "metadata", "annotations")
                    .setAll((ObjectNode) driver.get("annotations").deepCopy());
        }
    }

    ObjectNode pod() {
        ObjectNode body = Json.child(pod, "spec").put("restartPolicy", "Never");
        Json.some(driver, "serviceAccount").ifPresent(account -> body.put("serviceAccountName", account));
        for (String field : List.of(
                "affinity", "tolerations", "nodeSelector", "schedulerName", "priorityClassName", "initContainers")) {
            if (driver.has(field)) {
                body.set(field, driver.get(field).deepCopy());
            }
        }
        ArrayNode volumes = body.withArray("volumes");
        spec.path("volumes").forEach(each -> volumes.add(each.deepCopy()));
        ObjectNode container = container(body);
        container.put(
                "image",
                Json.some(driver, "image").or(() -> Json.some(spec, "image")).orElse("spark"));
        command().forEach(container.putArray("command")::add);
        environment(container);
        ArrayNode mounts = container.withArray("volumeMounts");
        driver.path("volumeMounts").forEach(each -> mounts.add(each.deepCopy()));
        mount("configMaps", "configMap", "name", volumes, mounts);
        mount("secrets", "secret", "secretName", volumes, mounts);
        for (JsonNode init : body.path("initContainers")) {
            if (!init.has("image")) {
                ((ObjectNode) init).put("image", Json.text(container, "image"));
            }
        }
        driver.path("sidecars").forEach(each -> body.withArray("containers").add(each.deepCopy()));
        return pod;
    }

    /** The template's, by its name, or a new one. */
    private static ObjectNode container(ObjectNode body) {
        for (JsonNode each : body.withArray("containers")) {
            if (Json.text(each, "name").equals("spark-kubernetes-driver")) {
                return (ObjectNode) each;
            }
        }
        return body.withArray("containers").addObject().put("name", "spark-kubernetes-driver");
    }

    private void mount(String list, String kind, String nameField, ArrayNode volumes, ArrayNode mounts) {
        for (JsonNode each : driver.path(list)) {
            String volume = Json.text(each, "name") + "-vol";
            volumes.addObject().put("name", volume).putObject(kind).put(nameField, Json.text(each, "name"));
            mounts.addObject().put("name", volume).put("mountPath", Json.text(each, "path"));
        }
    }

    private void environment(ObjectNode container) {
        ArrayNode variables = container.withArray("env");
        driver.path("env").forEach(each -> variables.add(each.deepCopy()));
        driver.path("envVars")
                .properties()
                .forEach(each -> variables
                        .addObject()
                        .put("name", each.getKey())
                        .put("value", each.getValue().asText()));
        driver.path("envSecretKeyRefs")
                .properties()
                .forEach(each -> variables
                        .addObject()
                        .put("name", each.getKey())
                        .putObject("valueFrom")
                        .set("secretKeyRef", each.getValue().deepCopy()));
        if (driver.has("envFrom")) {
            container.set("envFrom", driver.get("envFrom").deepCopy());
        }
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(List.of("spark-submit", "--name", Json.name(app)));
        Json.some(spec, "mainClass").ifPresent(main -> words.addAll(List.of("--class", main)));
        Json.some(spec, "proxyUser").ifPresent(user -> words.addAll(List.of("--proxy-user", user)));
        listed(words, "--jars", "jars");
        listed(words, "--files", "files");
        listed(words, "--py-files", "pyFiles");
        listed(words, "--archives", "archives");
        listed(words, "--packages", "packages");
        listed(words, "--repositories", "repositories");
        Json.some(driver, "memory").ifPresent(memory -> words.addAll(List.of("--driver-memory", memory)));
        spec.path("sparkConf")
                .properties()
                .forEach(each -> words.addAll(
                        List.of("--conf", each.getKey() + "=" + each.getValue().asText())));
        spec.path("hadoopConf")
                .properties()
                .forEach(each -> words.addAll(List.of(
                        "--conf",
                        "spark.hadoop." + each.getKey() + "=" + each.getValue().asText())));
        words.add(Json.text(spec, "mainApplicationFile"));
        spec.path("arguments").forEach(each -> words.add(each.asText()));
        return words;
    }

    private void listed(List<String> words, String option, String field) {
        String values = StreamSupport.stream(Json.at(spec, "deps", field).spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(","));
        if (!values.isEmpty()) {
            words.addAll(List.of(option, values));
        }
    }
}
