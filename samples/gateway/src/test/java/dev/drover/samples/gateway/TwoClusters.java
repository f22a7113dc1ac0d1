package dev.drover.samples.gateway;

import dev.drover.k8s.fake.FakeKube;
import dev.drover.k8s.fake.KubeflowOperator;
import dev.drover.k8s.fake.Kubelet;
import dev.drover.k8s.fake.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;

/** What a gateway needs: two clusters of Kubernetes, which are pretended, a drover.yaml and tokens, all in one folder. */
final class TwoClusters implements AutoCloseable {
    static final String NAMESPACE = "spark";
    static final String ALICE = "token-of-alice";
    static final String BOB = "token-of-bob";
    static final String ADMIN = "token-of-root";

    /** One of them. */
    record Cluster(FakeKube kube, Kubelet kubelet) {}

    private final Path folder;
    final Cluster blue;
    final Cluster green;

    /** Awaitility's ten seconds are few for a busy machine. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    TwoClusters(Path folder, Supplier<Machine> machines) throws Exception {
        this.folder = folder;
        blue = cluster("blue", machines.get());
        green = cluster("green", machines.get());
        String config = Files.readString(Path.of("drover.yaml"))
                .replace("s3://acme-gateway/keys/", "file://" + folder.resolve("keys") + "/")
                .replace("kubeconfig: ", "operator: kubeflow\n    kubeconfig: ");
        Files.writeString(folder.resolve("drover.yaml"), config);
        tokens(
                "# user, SHA-256 of the token, admin or nothing",
                "alice " + hash(ALICE),
                "bob " + hash(BOB),
                "root " + hash(ADMIN) + " admin");
    }

    private Cluster cluster(String name, Machine machine) throws IOException {
        FakeKube kube = new FakeKube(folder);
        kube.installKubeflow();
        kube.namespace(NAMESPACE);
        kube.create(
                "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"spark\",\"namespace\":\""
                        + NAMESPACE + "\"}}");
        Kubelet kubelet = Kubelet.in(kube, machine);
        var unused = KubeflowOperator.in(kube);
        kube.kubeconfig(name, NAMESPACE, FakeKube.ADMIN);
        return new Cluster(kube, kubelet);
    }

    private void tokens(String... lines) throws IOException {
        Path file = Files.createFile(
                folder.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, String.join("\n", lines));
    }

    static String hash(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    Path uploads() {
        return folder.resolve("uploads");
    }

    /** A gateway in front of them. */
    Gateway gateway(int port) throws IOException {
        return Gateway.start(Options.of(
                "--config",
                folder.resolve("drover.yaml").toString(),
                "--tokens",
                folder.resolve("tokens").toString(),
                "--uploads",
                "file://" + uploads() + "/",
                "--listen",
                "127.0.0.1:" + port));
    }

    @Override
    public void close() {
        blue.kube().close();
        green.kube().close();
    }
}
