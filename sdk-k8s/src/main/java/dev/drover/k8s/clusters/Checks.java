package dev.drover.k8s.clusters;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.drover.ClusterPlan.Item;
import dev.drover.DroverException;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.Preflight;
import dev.drover.k8s.internal.Right;
import dev.drover.spi.CallContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What plans have in common. */
final class Checks {
    private final Preflight preflight;

    Checks(KubeCalls calls) {
        this.preflight = new Preflight(calls);
    }

    /** In words; also why it could not be found out. */
    List<String> missing(List<Right> rights, CallContext context) {
        try {
            return preflight.missing(rights, context).stream()
                    .map(right -> "The caller may not " + right + ".")
                    .toList();
        } catch (DroverException e) {
            return List.of("The caller's rights could not be checked: " + e.getMessage());
        }
    }

    /** An object with its name and, where it has them, the figures of its spec. Nothing of secrets. */
    static Item item(Part part) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("name", part.name());
        JsonObject spec = Json.object(part.object(), "spec");
        for (String figure : List.of("replicas", "minReplicas", "maxReplicas", "type")) {
            Json.text(spec, figure).ifPresent(value -> details.put(figure, value));
        }
        for (Map.Entry<String, JsonElement> each : Json.object(spec, "hard").entrySet()) {
            details.put(each.getKey(), each.getValue().getAsString());
        }
        return new Item(Json.text(part.object(), "kind").orElse(part.kind().plural()), 1, details);
    }

    static String words(Item item) {
        return item.count() + " x " + item.kind()
                + item.details().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(detail -> detail.getKey() + "=" + detail.getValue())
                        .collect(Collectors.joining(", ", " ", ""))
                        .stripTrailing();
    }
}
