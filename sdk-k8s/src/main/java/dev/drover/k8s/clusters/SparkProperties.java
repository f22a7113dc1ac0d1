package dev.drover.k8s.clusters;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the daemons find in {@code spark-defaults.conf}. */
final class SparkProperties {
    private static final String SINK = "spark.metrics.conf.";
    private static final String SERVLET = "sink.prometheusServlet.";
    private static final String FILTER = "org.apache.spark.ui.JWSFilter";

    private SparkProperties() {}

    static String master(SparkKeys keys) {
        Map<String, String> properties = common(keys);
        properties.put("spark.master.rest.enabled", "true");
        // The daemon binds to the pod's address; a stream through the API server comes from the pod's own loopback.
        properties.put("spark.master.rest.host", "0.0.0.0");
        properties.put("spark.master.rest.port", String.valueOf(SparkRole.REST_PORT));
        properties.put("spark.master.rest.filters", FILTER);
        properties.put("spark." + FILTER + ".param.secretKey", keys.signing());
        properties.put("spark.deploy.recoveryMode", "FILESYSTEM");
        properties.put("spark.deploy.recoveryDirectory", PodTemplates.RECOVERY);
        return text(properties);
    }

    static String worker(SparkKeys keys, boolean shuffleService) {
        Map<String, String> properties = common(keys);
        properties.put("spark.shuffle.service.enabled", String.valueOf(shuffleService));
        return text(properties);
    }

    private static Map<String, String> common(SparkKeys keys) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("spark.authenticate", "true");
        properties.put("spark.authenticate.secret", keys.shared());
        properties.put("spark.ui.killEnabled", "false");
        properties.put(SINK + "*." + SERVLET + "class", "org.apache.spark.metrics.sink.PrometheusServlet");
        properties.put(SINK + "*." + SERVLET + "path", "/metrics/prometheus");
        properties.put(SINK + "master." + SERVLET + "path", "/metrics/master/prometheus");
        properties.put(SINK + "applications." + SERVLET + "path", "/metrics/applications/prometheus");
        return properties;
    }

    private static String text(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
