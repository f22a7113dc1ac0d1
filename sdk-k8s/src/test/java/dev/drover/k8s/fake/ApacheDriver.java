package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The driver pod that comes of a SparkApplication of Apache's operator. Its container runs {@code spark-submit}. */
final class ApacheDriver {
    private static final String CONTAINER = "spark-kubernetes-driver";

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
                body, Json.some(conf, "spark.kubernetes.driver.podTemplateContainerName").orElse(CONTAINER));
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
        Json.some(spec, "mainClass").ifPresent(main -> words.addAll(List.of("--class", main)));
        Json.some(spec, "proxyUser").ifPresent(user -> words.addAll(List.of("--proxy-user", user)));
        Json.some(spec, "files").ifPresent(files -> words.addAll(List.of("--files", files)));
        spec.path("sparkConf").properties().forEach(each -> words.addAll(
                List.of("--conf", each.getKey() + "=" + each.getValue().asText())));
        boolean python = spec.has("pyFiles") && !spec.has("mainClass");
        String files = Json.text(spec, "pyFiles");
        String jars = Json.text(spec, "jars");
        // Without a main class the first of the Python files is the program, as is the first of the jars with one.
        String all = python ? files : jars;
        int comma = all.indexOf(',');
        String rest = comma < 0 ? "" : all.substring(comma + 1);
        if (python) {
            option(words, "--py-files", rest);
            option(words, "--jars", jars);
        } else {
            option(words, "--jars", rest);
            option(words, "--py-files", files);
        }
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
