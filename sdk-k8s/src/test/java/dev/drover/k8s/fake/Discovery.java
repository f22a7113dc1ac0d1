package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the server says of itself. */
final class Discovery {
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Resources resources;

    Discovery(Resources resources) {
        this.resources = resources;
    }

    Result.Answer answer(Request request) {
        List<String> parts = request.parts();
        if (!request.method().equals("GET") || parts.isEmpty()) {
            return Result.text(404, "404 page not found\n");
        }
        return switch (String.join("/", parts)) {
            case "version" ->
                Result.json(
                        200,
                        Json.object()
                                .put("major", "1")
                                .put("minor", "34")
                                .put("gitVersion", "v1.34.1")
                                .put("platform", "linux/amd64"));
            case "healthz", "readyz", "livez" -> Result.text(200, "ok");
            case "api" -> {
                ObjectNode versions = Json.object().put("kind", "APIVersions");
                versions.putArray("versions").add("v1");
                yield Result.json(200, versions);
            }
            case "apis" -> Result.json(200, groups());
            case "api/v1" -> Result.json(200, resources("", "v1"));
            default -> grouped(parts);
        };
    }

    private Result.Answer grouped(List<String> parts) {
        boolean known = parts.get(0).equals("apis") && byGroup().containsKey(parts.get(1));
        if (known && parts.size() == 2) {
            return Result.json(
                    200,
                    group(parts.get(1), byGroup().get(parts.get(1)))
                            .put("kind", "APIGroup")
                            .put("apiVersion", "v1"));
        }
        if (known && parts.size() == 3 && byGroup().get(parts.get(1)).contains(parts.get(2))) {
            return Result.json(200, resources(parts.get(1), parts.get(2)));
        }
        return Result.text(404, "404 page not found\n");
    }

    private Map<String, Set<String>> byGroup() {
        Map<String, Set<String>> groups = new TreeMap<>();
        for (Resource resource : resources.all()) {
            groups.computeIfAbsent(resource.group(), unused -> new LinkedHashSet<>())
                    .addAll(resource.versions());
        }
        groups.computeIfAbsent("authorization.k8s.io", unused -> new LinkedHashSet<>())
                .add("v1");
        groups.remove("");
        return groups;
    }

    private ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        byGroup().forEach((name, versions) -> groups.add(group(name, versions)));
        return list;
    }

    /** The versions of a group, those that are stable and newest first. */
    private static ObjectNode group(String name, Set<String> versions) {
        ObjectNode group = Json.object().put("name", name);
        List<ObjectNode> all = versions.stream()
                .sorted(Comparator.comparing((String version) -> version.matches("v[0-9]+") ? 0 : 1)
                        .thenComparing(Comparator.reverseOrder()))
                .map(version ->
                        Json.object().put("groupVersion", name + "/" + version).put("version", version))
                .collect(Collectors.toCollection(ArrayList::new));
        group.putArray("versions").addAll(all);
        group.set("preferredVersion", all.get(0));
        return group;
    }

    private ObjectNode resources(String group, String version) {
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode all = list.putArray("resources");
        for (Resource resource : resources.all()) {
            if (resource.group().equals(group) && resource.versions().contains(version)) {
                describe(all, resource, resource.plural(), VERBS);
                if (resource.hasStatus()) {
                    describe(all, resource, resource.plural() + "/status", List.of("get", "patch", "update"));
                }
            }
        }
        if (group.equals("authorization.k8s.io")) {
            describe(
                    all,
                    Resource.builtIn(
                            "authorization.k8s.io/v1",
                            "selfsubjectaccessreviews",
                            "SelfSubjectAccessReview",
                            false,
                            false),
                    "selfsubjectaccessreviews",
                    List.of("create"));
        }
        return list;
    }

    private static void describe(ArrayNode all, Resource resource, String name, List<String> verbs) {
        ObjectNode one = all.addObject()
                .put("name", name)
                .put("singularName", name.contains("/") ? "" : resource.kind().toLowerCase(java.util.Locale.ROOT))
                .put("namespaced", resource.namespaced())
                .put("kind", resource.kind());
        verbs.forEach(one.putArray("verbs")::add);
    }
}
