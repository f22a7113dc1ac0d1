package dev.drover.its.embedding;

import dev.drover.k8s.fake.FakeKube;
import java.nio.file.Path;
import java.util.List;

/** An API server over HTTPS, played by that of sdk-k8s's own tests. */
final class Kubernetes implements Platform {
    private static final String NAMESPACE = "spark";

    private final FakeKube kube;
    private final Path kubeconfig;

    /** @param folder for its certificate and its credentials */
    Kubernetes(Path folder) {
        kube = new FakeKube(folder);
        kube.installKubeflow();
        kube.namespace(NAMESPACE);
        kube.create("""
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "spark", "namespace": "%s"}}
                """.formatted(NAMESPACE));
        kubeconfig = kube.kubeconfig("here", NAMESPACE, FakeKube.ADMIN);
    }

    @Override
    public String locations() {
        return "  k8s://here: {kubeconfig: '" + kubeconfig + "', image: 'apache/spark:4.2.0', operator: kubeflow}\n";
    }

    @Override
    public List<String> arguments() {
        return List.of("k8s://here/" + NAMESPACE, "s3://acme/etl.jar");
    }

    @Override
    public boolean has(String job) {
        String name = "\"" + job.substring(job.indexOf('#') + 1) + "\"";
        List<String> all = kube.objects("sparkapplications.sparkoperator.k8s.io", NAMESPACE);
        return all.size() == 1 && all.get(0).contains(name);
    }

    @Override
    public void close() {
        kube.close();
    }
}
