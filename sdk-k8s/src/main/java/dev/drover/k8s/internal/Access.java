package dev.drover.k8s.internal;

import dev.drover.DroverException;
import dev.drover.k8s.KubeOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * An API server, and as whom it is asked.
 *
 * @param serverName what its certificate must name, if not the host of its address
 * @param authorities certificates in PEM form that are trusted instead of the JVM's
 * @param proxy what the kubeconfig file says; may have a user and a password
 * @param user to act as
 * @param groups to act in
 */
record Access(
        URI server,
        Optional<String> serverName,
        Optional<byte[]> authorities,
        Optional<URI> proxy,
        Login login,
        Optional<String> user,
        List<String> groups) {
    private static final FixedLogin NOBODY = new FixedLogin(Credential.NONE);

    /** @param location the authority of the location: the context, if the options do not say it */
    static Access of(KubeOptions options, String location, Surroundings around, InstantSource clock) {
        Access found = options.inCluster()
                ? inCluster(options, around)
                : options.server().isPresent()
                        ? at(options.server().get())
                        : Kubeconfig.read(options, around)
                                .access(options.context().orElse(location), options, clock);
        Access chosen = found.with(options);
        if (!chosen.server.getScheme().equals("https") && !chosen.login.anonymous()) {
            throw DroverException.invalid("Credentials would go unencrypted to " + chosen.server
                    + ". Use its https address, or none of them.");
        }
        return chosen;
    }

    private static Access at(URI server) {
        return new Access(
                server, Optional.empty(), Optional.empty(), Optional.empty(), NOBODY, Optional.empty(), List.of());
    }

    /** The <a href="https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/">way from within a pod</a>. */
    private static Access inCluster(KubeOptions options, Surroundings around) {
        Optional<String> host = around.variable("KUBERNETES_SERVICE_HOST");
        Optional<String> port = around.variable("KUBERNETES_SERVICE_PORT");
        if (host.isEmpty() || port.isEmpty()) {
            throw DroverException.invalid("This program runs in no pod of Kubernetes: KUBERNETES_SERVICE_HOST and"
                    + " KUBERNETES_SERVICE_PORT are not set. Use a kubeconfig file, or KubeOptions.server.");
        }
        String name = host.get().contains(":") ? "[" + host.get() + "]" : host.get();
        return new Access(
                URI.create("https://" + name + ":" + port.get()),
                Optional.empty(),
                options.caFile().isPresent()
                        ? Optional.empty()
                        : Optional.of(bytes(around.serviceAccount().resolve("ca.crt"))),
                Optional.empty(),
                new TokenFileLogin(around.serviceAccount().resolve("token")),
                Optional.empty(),
                List.of());
    }

    private Access with(KubeOptions options) {
        return new Access(
                server,
                serverName,
                options.caFile().isPresent() ? options.caFile().map(Access::bytes) : authorities,
                proxy,
                options.oidcTokenFile().isPresent()
                        ? new TokenFileLogin(options.oidcTokenFile().get())
                        : login,
                options.impersonatedUser().isPresent() ? options.impersonatedUser() : user,
                options.impersonatedUser().isPresent() ? options.impersonatedGroups() : groups);
    }

    private static byte[] bytes(Path pem) {
        try {
            return Files.readAllBytes(pem);
        } catch (IOException e) {
            throw DroverException.invalid("The certificates to trust cannot be read from " + pem + " ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    /** Never the credentials. */
    @Override
    public String toString() {
        return "Access[" + server + "]";
    }
}
