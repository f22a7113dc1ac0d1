package dev.drover.k8s.clusters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.Resources;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.fake.FakeKube;
import dev.drover.k8s.fake.Kubelet;
import dev.drover.k8s.fake.Machine;
import dev.drover.k8s.fake.SparkPods;
import dev.drover.k8s.fake.WorkloadController;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A Kubernetes cluster whose pods pretend to be Spark, and Drovers that make clusters there. */
final class World implements AutoCloseable {
    static final String KUBERNETES = "k8s://test";
    static final String NAMESPACE = "etl";
    static final String HERE = "k8s-spark://test/" + NAMESPACE;
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    final FakeKube kube;
    final SparkPods pods;
    final Kubelet kubelet;

    World() {
        try {
            folder = Files.createTempDirectory("drover-k8s-clusters");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kube = new FakeKube(folder);
        kube.namespace(NAMESPACE);
        pods = SparkPods.in(kube);
        kubelet = Kubelet.in(kube, Machine.idle());
        WorkloadController.in(kube);
    }

    KubeOptions access(String token) {
        return KubeOptions.builder()
                .kubeconfig(kube.kubeconfig("test-" + token, "default", token))
                .context("test-" + token)
                .build();
    }

    static KubeSparkOptions.Builder spark() {
        return KubeSparkOptions.builder().podAddresses(true);
    }

    Drover drover() {
        return drover(spark().build());
    }

    Drover drover(KubeSparkOptions options) {
        return builder(FakeKube.ADMIN).configure(HERE, options).build();
    }

    Drover.Builder builder(String token) {
        KubeOptions access = access(token);
        return Drover.builder()
                .factories(List.of(new NamespaceFactory(), new KubeSparkProviderFactory()))
                .configure(KUBERNETES, access)
                .configure(HERE, access)
                .operationTimeout(Duration.ofSeconds(10));
    }

    static ClusterSpec.Builder workers(int count) {
        return ClusterSpec.builder().workers(count, Resources.of(2, 2048));
    }

    JsonNode object(String kind, String namespace, String name) {
        return find(kind, namespace, name).orElseThrow();
    }

    Optional<JsonNode> find(String kind, String namespace, String name) {
        return kube.object(kind, namespace, name).map(World::json);
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kube.close();
    }
}
