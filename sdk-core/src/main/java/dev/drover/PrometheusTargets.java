package dev.drover;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/** Writes what can be scraped as a file for Prometheus; see {@link ClusterStatus#prometheusTargets()}. */
final class PrometheusTargets {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PrometheusTargets() {}

    static String of(ClusterStatus status) {
        ArrayNode groups = JSON.createArrayNode();
        for (MetricsTarget target : status.metrics()) {
            URI uri = target.uri();
            ObjectNode group = groups.addObject();
            group.putArray("targets").add(uri.getAuthority());
            ObjectNode labels = group.putObject("labels")
                    .put("__scheme__", uri.getScheme())
                    .put("__metrics_path__", uri.getPath())
                    .put("cluster", status.id().toString())
                    .put("role", target.role());
            target.labels().forEach((name, value) -> labels.put(name.replaceAll("[^a-zA-Z0-9_]", "_"), value));
        }
        return groups.toPrettyString() + "\n";
    }
}
