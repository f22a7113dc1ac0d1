package dev.drover;

import java.net.URI;
import java.util.Map;

/**
 * An endpoint in Prometheus' text format.
 *
 * @param role what is measured: {@code master}, {@code applications}, {@code worker}, {@code driver}, {@code executors}
 * @param labels labels that tell targets of one role apart
 */
public record MetricsTarget(String role, URI uri, Map<String, String> labels) {
    public MetricsTarget {
        labels = Map.copyOf(labels);
    }
}
