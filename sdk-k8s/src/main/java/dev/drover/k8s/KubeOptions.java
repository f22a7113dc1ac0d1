package dev.drover.k8s;

import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.spi.OidcOptions;
import dev.drover.spi.ProviderOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who asks a Kubernetes API server, and by which way. Bind it to a location, or to the scheme's empty location
 * ({@code k8s://}) for all of them. Immutable.
 *
 * <p>A location of {@code k8s} is a cluster of Kubernetes, a cluster of Drover's is a namespace in it:
 * {@code k8s://production/spark} is the namespace {@code spark} at {@code k8s://production}. Without options the location
 * is the name of a context in the
 * <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">kubeconfig file</a>;
 * slashes in it are welcome, as in those that EKS makes:
 * {@code k8s://arn:aws:eks:eu-west-1:123456789012:cluster/etl/spark}.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("k8s://production", KubeOptions.builder().context("gke_acme_europe-west1_etl").build())
 *         .configure("k8s://here", KubeOptions.builder().inCluster().build())
 * }</pre>
 */
public final class KubeOptions implements OidcOptions<KubeOptions> {
    private final Optional<Path> kubeconfig;
    private final Optional<String> context;
    private final boolean inCluster;
    private final Optional<URI> server;
    private final Optional<Path> oidcTokenFile;
    private final Optional<String> impersonatedUser;
    private final List<String> impersonatedGroups;
    private final Optional<URI> proxy;
    private final Optional<String> proxyUser;
    private final Optional<Secret> proxyPassword;
    private final Optional<Path> caFile;
    private final Duration connectTimeout;
    private final Duration requestTimeout;

    private KubeOptions(Builder builder) {
        kubeconfig = builder.kubeconfig;
        context = builder.context;
        inCluster = builder.inCluster;
        server = builder.server;
        oidcTokenFile = builder.oidcTokenFile;
        impersonatedUser = builder.impersonatedUser;
        impersonatedGroups = builder.impersonatedGroups;
        proxy = builder.proxy;
        proxyUser = builder.proxyUser;
        proxyPassword = builder.proxyPassword;
        caFile = builder.caFile;
        connectTimeout = builder.connectTimeout;
        requestTimeout = builder.requestTimeout;
        boolean byFile = kubeconfig.isPresent() || context.isPresent();
        if ((byFile && inCluster) || (byFile && server.isPresent()) || (inCluster && server.isPresent())) {
            throw DroverException.invalid(
                    "Choose one way to the API server: a kubeconfig file with a context, in-cluster, or an address.");
        }
        if (proxyUser.isPresent() && proxy.isEmpty()) {
            throw DroverException.invalid("Credentials for a proxy go with its address.");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The context that has the location's name. */
    public static KubeOptions standard() {
        return builder().build();
    }

    public Optional<Path> kubeconfig() {
        return kubeconfig;
    }

    /** Empty if the location says it. */
    public Optional<String> context() {
        return context;
    }

    public boolean inCluster() {
        return inCluster;
    }

    public Optional<URI> server() {
        return server;
    }

    public Optional<Path> oidcTokenFile() {
        return oidcTokenFile;
    }

    public Optional<String> impersonatedUser() {
        return impersonatedUser;
    }

    public List<String> impersonatedGroups() {
        return impersonatedGroups;
    }

    public Optional<URI> proxy() {
        return proxy;
    }

    public Optional<String> proxyUser() {
        return proxyUser;
    }

    public Optional<Secret> proxyPassword() {
        return proxyPassword;
    }

    public Optional<Path> caFile() {
        return caFile;
    }

    public Duration connectTimeout() {
        return connectTimeout;
    }

    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** Where they name a server by its address, which says nothing of who asks. */
    @Override
    public KubeOptions withOidcTokenFile(Path file) {
        return server.isPresent() && oidcTokenFile.isEmpty()
                ? new Builder(this).oidcTokenFile(file).build()
                : this;
    }

    /** Builds {@link KubeOptions}. */
    public static final class Builder {
        private Optional<Path> kubeconfig = Optional.empty();
        private Optional<String> context = Optional.empty();
        private boolean inCluster;
        private Optional<URI> server = Optional.empty();
        private Optional<Path> oidcTokenFile = Optional.empty();
        private Optional<String> impersonatedUser = Optional.empty();
        private List<String> impersonatedGroups = List.of();
        private Optional<URI> proxy = Optional.empty();
        private Optional<String> proxyUser = Optional.empty();
        private Optional<Secret> proxyPassword = Optional.empty();
        private Optional<Path> caFile = Optional.empty();
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration requestTimeout = Duration.ofSeconds(30);

        private Builder() {}

        private Builder(KubeOptions from) {
            kubeconfig = from.kubeconfig;
            context = from.context;
            inCluster = from.inCluster;
            server = from.server;
            oidcTokenFile = from.oidcTokenFile;
            impersonatedUser = from.impersonatedUser;
            impersonatedGroups = from.impersonatedGroups;
            proxy = from.proxy;
            proxyUser = from.proxyUser;
            proxyPassword = from.proxyPassword;
            caFile = from.caFile;
            connectTimeout = from.connectTimeout;
            requestTimeout = from.requestTimeout;
        }

        /**
         * A kubeconfig file; by default those that {@code KUBECONFIG} lists, else {@code ~/.kube/config}. It may name
         * programs that are run for credentials, so take none from strangers.
         */
        public Builder kubeconfig(Path file) {
            kubeconfig = Optional.of(file);
            return this;
        }

        /** The context in the kubeconfig file, where the location has a name of your own. */
        public Builder context(String name) {
            if (name.isBlank()) {
                throw DroverException.invalid("A context has a name.");
            }
            context = Optional.of(name);
            return this;
        }

        /** The cluster in which this program runs as a pod, as the pod's service account. */
        public Builder inCluster() {
            inCluster = true;
            return this;
        }

        /** The address of an API server, without a kubeconfig file; who asks is said by {@link #oidcTokenFile}. */
        public Builder server(URI address) {
            server = Optional.of(ProviderOptions.requireHttp("server", address));
            return this;
        }

        /**
         * A file with a token, of a service account or of an OIDC provider that the API server trusts. It is read anew
         * for each call, so that whoever writes it may rotate it, and comes before what the kubeconfig file or the pod
         * has for credentials.
         */
        public Builder oidcTokenFile(Path file) {
            oidcTokenFile = Optional.of(file);
            return this;
        }

        /** A user, and groups, to <a href="https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/">act as</a>. */
        public Builder impersonate(String user, String... groups) {
            impersonatedUser = Optional.of(user);
            impersonatedGroups = List.of(groups);
            return this;
        }

        /** An HTTP proxy: {@code http://host:port}. By default the kubeconfig file's for the cluster, else the JVM's. */
        public Builder proxy(URI address) {
            if (!"http".equals(address.getScheme())) {
                throw DroverException.invalid("The proxy is spoken to over http; what it carries is encrypted.");
            }
            proxy = Optional.of(ProviderOptions.requireHttp("proxy", address));
            return this;
        }

        /** What the proxy asks for. */
        public Builder proxyCredentials(String user, Secret password) {
            proxyUser = Optional.of(user);
            proxyPassword = Optional.of(password);
            return this;
        }

        /** Certificates in PEM form that are trusted, instead of the kubeconfig file's, the pod's or the JVM's. */
        public Builder caFile(Path pem) {
            caFile = Optional.of(pem);
            return this;
        }

        /** For a TCP connection; above zero, by default 5 s. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = ProviderOptions.requirePositive(timeout);
            return this;
        }

        /** For one whole call, watches and logs apart, which it limits until they begin; above zero, by default 30 s. */
        public Builder requestTimeout(Duration timeout) {
            requestTimeout = ProviderOptions.requirePositive(timeout);
            return this;
        }

        /**
         * The options.
         *
         * @throws DroverException INVALID_ARGUMENT if the parts do not go together
         */
        public KubeOptions build() {
            return new KubeOptions(this);
        }
    }
}
