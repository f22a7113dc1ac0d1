package dev.drover;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was known of a cluster at one moment.
 *
 * @param nativeState the platform's own word for the state, or the phase of its making
 * @param sparkVersion such as {@code 4.2.0}, where the platform can tell
 * @param problem why it failed or is degraded, where something is known
 * @param observedAt when the platform said so
 */
public record ClusterStatus(
        ClusterId id,
        ClusterState state,
        String nativeState,
        Optional<String> sparkVersion,
        List<ClusterNode> nodes,
        List<MetricsTarget> metrics,
        Optional<String> problem,
        Instant observedAt) {

    public ClusterStatus {
        nodes = List.copyOf(nodes);
        metrics = List.copyOf(metrics);
    }

    /** The nodes of one role. */
    public List<ClusterNode> nodes(ClusterNode.Role role) {
        return nodes.stream().filter(node -> node.role() == role).toList();
    }

    /**
     * The {@link #metrics()} as a file that Prometheus reads anew whenever it changes: write it to a place that
     * <a href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config">file_sd_configs</a>
     * names. Empty as a list if nothing can be scraped now.
     *
     * @return JSON, with a {@code cluster} and a {@code role} label for each target
     */
    public String prometheusTargets() {
        return PrometheusTargets.of(this);
    }
}
