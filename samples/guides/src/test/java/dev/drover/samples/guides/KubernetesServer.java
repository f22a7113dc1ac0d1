package dev.drover.samples.guides;

import dev.drover.Drover;
import dev.drover.aws.AwsOptions;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.fake.FakeKube;
import dev.drover.k8s.fake.KubeflowOperator;
import dev.drover.k8s.fake.Kubelet;
import dev.drover.k8s.fake.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Stands for the cluster of Kubernetes that the guides name, with kubeflow's operator. Its containers end well at once. */
final class KubernetesServer implements AutoCloseable {
    private final FakeKube kube;
    private final Path kubeconfig;

    KubernetesServer(Path folder) {
        kube = new FakeKube(folder);
        kube.installKubeflow();
        kube.namespace("spark");
        kube.create("{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\","
                + "\"metadata\":{\"name\":\"spark\",\"namespace\":\"spark\"}}");
        Kubelet.in(kube, new EndsAtOnce());
        var unused = KubeflowOperator.in(kube);
        kubeconfig = kube.kubeconfig("production", "spark", FakeKube.ADMIN);
    }

    /** Beside an S3 for the code. */
    Drover.Builder builder(AwsOptions storage) {
        return Drover.builder()
                .configure(
                        "k8s://production",
                        KubeOptions.builder().kubeconfig(kubeconfig).build())
                .configure("s3://", storage);
    }

    /** What the operator was given. */
    List<String> applications() {
        return kube.objects("sparkapplications.sparkoperator.k8s.io", "spark");
    }

    @Override
    public void close() {
        kube.close();
    }

    private static final class EndsAtOnce implements Machine {
        private record Ended() implements Run {
            @Override
            public byte[] stdout() {
                return new byte[0];
            }

            @Override
            public byte[] stderr() {
                return new byte[0];
            }

            @Override
            public CompletableFuture<Integer> ended() {
                return CompletableFuture.completedFuture(0);
            }

            @Override
            public void terminate() {}

            @Override
            public void kill() {}
        }

        @Override
        public Run start(List<String> command, Map<String, String> environment, Map<String, byte[]> files) {
            return new Ended();
        }

        @Override
        public void close() {}
    }
}
