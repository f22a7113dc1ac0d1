package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/">Field selectors</a>. */
final class FieldSelector implements Predicate<JsonNode> {
    private static final List<String> COMMON = List.of("metadata.name", "metadata.namespace");
    private static final Map<String, List<String>> OF_KIND = Map.of(
            "pods",
            List.of(
                    "status.phase",
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "status.podIP"),
            "events",
            List.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "type"),
            "namespaces",
            List.of("status.phase"),
            "secrets",
            List.of("type"),
            "jobs",
            List.of("status.successful"),
            "nodes",
            List.of("spec.unschedulable"));

    private final List<Predicate<JsonNode>> terms = new ArrayList<>();

    FieldSelector(Resource resource, String text) {
        for (String term : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] sides = term.split("==|!=|=", 2);
            if (sides.length != 2) {
                throw Refusal.badRequest("invalid selector: '" + text + "'; can't understand '" + term + "'");
            }
            if (!COMMON.contains(sides[0])
                    && !OF_KIND.getOrDefault(resource.plural(), List.of()).contains(sides[0])) {
                throw Refusal.badRequest(
                        OF_KIND.containsKey(resource.plural())
                                ? "field label not supported: " + sides[0]
                                : '"' + sides[0]
                                        + "\" is not a known field selector: only \"metadata.name\","
                                        + " \"metadata.namespace\"");
            }
            String[] path = sides[0].split("\\.", -1);
            boolean wanted = !term.contains("!=");
            terms.add(object -> Json.text(object, path).equals(sides[1]) == wanted);
        }
    }

    @Override
    public boolean test(JsonNode object) {
        return terms.stream().allMatch(each -> each.test(object));
    }
}
