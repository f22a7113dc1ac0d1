package dev.drover.k8s.internal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.drover.k8s.KubeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;

/** A server over TLS, and a folder with the files that lead to it. */
final class World implements AutoCloseable {
    static final Resource<JsonObject> PODS = new Resource<>("", "v1", "pods", JsonObject.class);
    static final Resource<JsonObject> APPLICATIONS =
            new Resource<>("sparkoperator.k8s.io", "v1beta2", "sparkapplications", JsonObject.class);

    final TestAuthority authority = new TestAuthority();
    final TestApi api;
    final Path folder;
    final Path ca;
    volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

    World(Path folder) throws IOException {
        this.folder = folder;
        ca = authority.write(folder.resolve("ca.pem"));
        api = TestApi.secure(authority.server(
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.dNSName, "kube.acme")));
    }

    /** A kubeconfig file with one context, {@code acme}, whose user is told in YAML. */
    Path kubeconfig(String user) {
        return kubeconfig("certificate-authority: ca.pem", user);
    }

    Path kubeconfig(String cluster, String user) {
        return TestAuthority.text(
                folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters:
                - name: one
                  cluster:
                    server: %s
                %s
                contexts:
                - name: acme
                  context: {cluster: one, user: etl}
                users:
                - name: etl
                  user:
                %s
                """.formatted(api.https(), cluster.indent(4), user.indent(4)));
    }

    /** A credential plugin. Each time it is run it adds a line to the file {@code runs}. */
    Path plugin(String script) throws IOException {
        Path file = folder.resolve("plugin.sh");
        Files.writeString(file, "#!/bin/sh\necho run >> '" + runs() + "'\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return kubeconfig("""
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: ./plugin.sh
                  args: ["--cluster", "it's $HOME"]
                  env:
                  - {name: ACME_PROFILE, value: etl}
                  interactiveMode: IfAvailable
                  installHint: Get it from acme.
                """);
    }

    Path runs() {
        return folder.resolve("runs");
    }

    long ran() throws IOException {
        return Files.exists(runs()) ? Files.readAllLines(runs()).size() : 0;
    }

    static String credential(String token, String more) {
        return """
                cat <<E
                {"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"%s}}
                E
                """.formatted(token, more);
    }

    KubeConnection open(KubeOptions options) {
        return KubeConnection.open(options, "acme", around(Map.of()), this::now);
    }

    private Instant now() {
        return now;
    }

    KubeConnection openFile(Path kubeconfig) {
        return open(KubeOptions.builder().kubeconfig(kubeconfig).build());
    }

    KubeOptions.Builder byServer() {
        return KubeOptions.builder().server(api.https()).caFile(ca);
    }

    Surroundings around(Map<String, String> environment) {
        return new Surroundings(environment, folder, folder);
    }

    /** Lists pods, which any server can answer. */
    static JsonObject ask(KubeConnection connection) {
        return connection.calls().read(KubeRequest.get(PODS, "spark", "a"), Direct.calls());
    }

    static JsonObject object(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        api.close();
    }
}
