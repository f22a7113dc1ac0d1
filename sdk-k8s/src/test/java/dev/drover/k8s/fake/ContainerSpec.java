package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a container is started with: its command, environment and files, with all references followed. */
final class ContainerSpec {

    /** Something that it refers to is not there. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

    private final Store store;
    private final ObjectNode pod;
    private final JsonNode container;
    private final Map<String, String> environment = new LinkedHashMap<>();

    ContainerSpec(Store store, ObjectNode pod, JsonNode container) throws Missing {
        this.store = store;
        this.pod = pod;
        this.container = container;
        for (JsonNode from : container.path("envFrom")) {
            String prefix = Json.text(from, "prefix");
            String kind = from.has("secretRef") ? "secret" : "configmap";
            JsonNode reference = from.path(from.has("secretRef") ? "secretRef" : "configMapRef");
            data(kind, reference)
                    .forEach((key, value) -> environment.put(prefix + key, new String(value, StandardCharsets.UTF_8)));
        }
        for (JsonNode variable : container.path("env")) {
            Optional<String> value = variable.has("valueFrom")
                    ? from(variable.path("valueFrom"))
                    : Optional.of(expanded(Json.text(variable, "value")));
            value.ifPresent(text -> environment.put(Json.text(variable, "name"), text));
        }
    }

    List<String> command() {
        List<String> command = new ArrayList<>();
        container.path("command").forEach(word -> command.add(expanded(word.asText())));
        container.path("args").forEach(word -> command.add(expanded(word.asText())));
        return command;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** {@code $(NAME)} stands for a variable that is known, two dollar signs for one. */
    private String expanded(String text) {
        return REFERENCE.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            String meant = name == null ? "$" : environment.getOrDefault(name, found.group());
            return Matcher.quoteReplacement(meant);
        });
    }

    private Optional<String> from(JsonNode source) throws Missing {
        if (source.has("fieldRef")) {
            return Json.some(pod, Json.text(source, "fieldRef", "fieldPath").split("\\.", -1));
        }
        boolean secret = source.has("secretKeyRef");
        JsonNode reference = source.path(secret ? "secretKeyRef" : "configMapKeyRef");
        byte[] value = data(secret ? "secret" : "configmap", reference).get(Json.text(reference, "key"));
        if (value == null && !reference.path("optional").asBoolean()) {
            throw new Missing("couldn't find key " + Json.text(reference, "key") + " in "
                    + (secret ? "Secret " : "ConfigMap ") + Json.namespace(pod) + "/" + Json.text(reference, "name"));
        }
        return Optional.ofNullable(value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private Map<String, byte[]> data(String kind, JsonNode reference) throws Missing {
        String name = Json.text(reference, "name");
        Resource resource = kind.equals("secret") ? Resources.SECRETS : Resources.CONFIG_MAPS;
        Optional<ObjectNode> there = store.get(resource, Json.namespace(pod), name);
        if (there.isEmpty() && !reference.path("optional").asBoolean()) {
            throw new Missing(kind + " \"" + name + "\" not found");
        }
        Map<String, byte[]> data = new TreeMap<>();
        there.ifPresent(object -> object.path("data").properties().forEach(each -> {
            String text = each.getValue().asText();
            data.put(
                    each.getKey(),
                    kind.equals("secret") ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8));
        }));
        there.ifPresent(object -> object.path("binaryData")
                .properties()
                .forEach(each -> data.put(
                        each.getKey(),
                        Base64.getDecoder().decode(each.getValue().asText()))));
        return data;
    }

    /** What is mounted from config maps and secrets, by path. */
    Map<String, byte[]> files() throws Missing {
        Map<String, byte[]> files = new TreeMap<>();
        for (JsonNode mount : container.path("volumeMounts")) {
            for (JsonNode volume : Json.at(pod, "spec", "volumes")) {
                if (Json.text(volume, "name").equals(Json.text(mount, "name"))) {
                    mounted(volume, mount, files);
                }
            }
        }
        return files;
    }

    private void mounted(JsonNode volume, JsonNode mount, Map<String, byte[]> files) throws Missing {
        Map<String, byte[]> data;
        JsonNode source;
        if (volume.has("configMap")) {
            source = volume.path("configMap");
            data = data("configmap", source);
        } else if (volume.has("secret")) {
            source = volume.path("secret");
            ObjectNode named = ((ObjectNode) source.deepCopy()).put("name", Json.text(source, "secretName"));
            data = data("secret", named);
        } else {
            return;
        }
        Map<String, byte[]> chosen = new TreeMap<>();
        source.path("items").forEach(item -> chosen.put(Json.text(item, "path"), data.get(Json.text(item, "key"))));
        String path = Json.text(mount, "mountPath");
        String only = Json.text(mount, "subPath");
        (chosen.isEmpty() ? data : chosen).forEach((name, bytes) -> {
            if (only.isEmpty()) {
                files.put(path + "/" + name, bytes);
            } else if (only.equals(name)) {
                files.put(path, bytes);
            }
        });
    }
}
