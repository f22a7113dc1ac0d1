package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrometheusTargetsTest {

    private static ClusterStatus status(MetricsTarget... metrics) {
        return new ClusterStatus(
                ClusterId.parse("ec2-spark://eu-west-1/etl"),
                ClusterState.READY,
                "ALIVE",
                Optional.empty(),
                List.of(),
                List.of(metrics),
                Optional.empty(),
                Instant.EPOCH);
    }

    @Test
    void eachTargetHasItsOwnPathAndLabels() throws Exception {
        JsonNode file = new ObjectMapper()
                .readTree(status(
                                new MetricsTarget(
                                        "master",
                                        URI.create("http://10.0.0.1:8080/metrics/master/prometheus/"),
                                        Map.of()),
                                new MetricsTarget(
                                        "worker",
                                        URI.create("http://10.0.0.2:8081/metrics/prometheus/"),
                                        Map.of("worker-id", "w \"1\"")))
                        .prometheusTargets());

        assertThat(file).hasSize(2);
        assertThat(file.get(0).at("/targets/0").asText()).isEqualTo("10.0.0.1:8080");
        JsonNode labels = file.get(1).path("labels");
        assertThat(labels.path("__metrics_path__").asText()).isEqualTo("/metrics/prometheus/");
        assertThat(labels.path("__scheme__").asText()).isEqualTo("http");
        assertThat(labels.path("cluster").asText()).isEqualTo("ec2-spark://eu-west-1/etl");
        assertThat(labels.path("role").asText()).isEqualTo("worker");
        assertThat(labels.path("worker_id").asText()).isEqualTo("w \"1\"");
    }

    @Test
    void nothingToScrapeIsAnEmptyList() throws Exception {
        assertThat(new ObjectMapper().readTree(status().prometheusTargets())).isEmpty();
    }
}
