package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The driver pod that comes of a SparkApplication of Apache's operator. Its container runs {@code spark-submit}. */
final class ApacheDriver {
    private static final String CONTAINER = "spark-kubernetes-driver";
    private static final String PYTHON_RUNNER = "org.apache.spark.deploy.PythonRunner";

    private ApacheDriver() {}

    static ObjectNode pod(ObjectNode app, String name, String label) {
        JsonNode spec = app.path("spec");
        JsonNode template = Json.at(spec, "driverSpec", "podTemplateSpec");
        JsonNode conf = spec.path("sparkConf");
        ObjectNode pod = Owned.pod(app, template);
        Json.meta(pod).put("name", name);
        Json.child(pod, "metadata", "labels")
                .put(label, Json.name(app))
                .put("spark-role", "driver")
                .put("spark-version", Json.text(spec, "runtimeVersions", "sparkVersion"));
        ObjectNode body = Json.child(pod, "spec").put("restartPolicy", "Never");
        String account = Json.text(conf, "spark.kubernetes.authenticate.driver.serviceAccountName");
        if (!account.isEmpty()) {
            body.put("serviceAccountName", account);
        }
        ObjectNode container = container(
                body,
                Json.some(conf, "spark.kubernetes.driver.podTemplateContainerName")
                        .orElse(CONTAINER));
        if (!container.has("image")) {
            container.put(
                    "image", Json.some(conf, "spark.kubernetes.container.image").orElse("spark"));
        }
        command(spec).forEach(container.putArray("command")::add);
        ArrayNode variables = container.withArray("env");
        conf.properties().forEach(each -> {
            String prefix = "spark.kubernetes.driverEnv.";
            if (each.getKey().startsWith(prefix)) {
                variables
                        .addObject()
                        .put("name", each.getKey().substring(prefix.length()))
                        .put("value", each.getValue().asText());
            }
        });
        return pod;
    }

    /** The one that the template names, or the first, or a new one. */
    private static ObjectNode container(ObjectNode body, String name) {
        ArrayNode all = body.withArray("containers");
        for (JsonNode each : all) {
            if (Json.text(each, "name").equals(name)) {
                return (ObjectNode) each;
            }
        }
        if (all.isEmpty()) {
            return all.addObject().put("name", name);
        }
        ObjectNode first = (ObjectNode) all.get(0);
        return first.has("name") ? first : first.put("name", name);
    }

    private static List<String> command(JsonNode spec) {
        List<String> words = new ArrayList<>(List.of("spark-submit"));
        String main = Json.text(spec, "mainClass");
        if (!main.equals(PYTHON_RUNNER)) {
            option(words, "--class", main);
        }
        Json.some(spec, "proxyUser").ifPresent(user -> words.addAll(List.of("--proxy-user", user)));
        Json.some(spec, "files").ifPresent(files -> words.addAll(List.of("--files", files)));
        spec.path("sparkConf")
                .properties()
                .forEach(each -> words.addAll(
                        List.of("--conf", each.getKey() + "=" + each.getValue().asText())));
        // The first of the jars is the program; without any it is the Python file, of which only the runner takes
        // several.
        String files = Json.text(spec, "pyFiles");
        String all = Json.some(spec, "jars").orElse(files);
        int comma = spec.has("jars") || main.equals(PYTHON_RUNNER) ? all.indexOf(',') : -1;
        option(words, spec.has("jars") ? "--jars" : "--py-files", comma < 0 ? "" : all.substring(comma + 1));
        words.add(comma < 0 ? all : all.substring(0, comma));
        spec.path("driverArgs").forEach(each -> words.add(each.asText()));
        return words;
    }

    private static void option(List<String> words, String name, String value) {
        if (!value.isEmpty()) {
            words.addAll(List.of(name, value));
        }
    }
}
