package dev.drover.gcp;

import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.spi.OidcOptions;
import dev.drover.spi.ProviderOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who asks Google Cloud, and by which way: the same for every service. Bind it to a location, or to a scheme's empty
 * location ({@code gs://}) for all of that scheme. Without credentials of its own it uses
 * <a href="https://cloud.google.com/docs/authentication/application-default-credentials">Application Default
 * Credentials</a>. Immutable.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("gs://acme-code", GcpOptions.builder().serviceAccount("etl@acme.iam.gserviceaccount.com").build())
 * }</pre>
 */
public final class GcpOptions implements OidcOptions<GcpOptions> {
    private final Optional<String> project;
    private final Optional<Path> credentialsFile;
    private final Optional<Path> oidcTokenFile;
    private final Optional<String> audience;
    private final Optional<String> serviceAccount;
    private final boolean anonymous;
    private final Optional<URI> endpoint;
    private final Optional<URI> tokenEndpoint;
    private final Optional<URI> impersonationEndpoint;
    private final Optional<URI> proxy;
    private final Optional<String> proxyUser;
    private final Optional<Secret> proxyPassword;
    private final Optional<Path> caFile;
    private final Duration connectTimeout;
    private final Duration requestTimeout;

    private GcpOptions(Builder builder) {
        project = builder.project;
        credentialsFile = builder.credentialsFile;
        oidcTokenFile = builder.oidcTokenFile;
        audience = builder.audience;
        serviceAccount = builder.serviceAccount;
        anonymous = builder.anonymous;
        endpoint = builder.endpoint;
        tokenEndpoint = builder.tokenEndpoint;
        impersonationEndpoint = builder.impersonationEndpoint;
        proxy = builder.proxy;
        proxyUser = builder.proxyUser;
        proxyPassword = builder.proxyPassword;
        caFile = builder.caFile;
        connectTimeout = builder.connectTimeout;
        requestTimeout = builder.requestTimeout;
        if (audience.isPresent() && credentialsFile.isPresent()) {
            throw DroverException.invalid("Choose either a credentials file or an OIDC token file.");
        }
        if (anonymous && (credentialsFile.isPresent() || audience.isPresent() || serviceAccount.isPresent())) {
            throw DroverException.invalid("Choose either credentials or none.");
        }
        if (tokenEndpoint.isPresent() && audience.isEmpty()) {
            throw DroverException.invalid("A token endpoint goes with an OIDC token file.");
        }
        if (impersonationEndpoint.isPresent() && serviceAccount.isEmpty()) {
            throw DroverException.invalid("An impersonation endpoint goes with a service account.");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Everything from the standard settings. */
    public static GcpOptions standard() {
        return builder().build();
    }

    /** Empty if the location says it, or nobody needs it. */
    public Optional<String> project() {
        return project;
    }

    public Optional<Path> credentialsFile() {
        return credentialsFile;
    }

    public Optional<Path> oidcTokenFile() {
        return oidcTokenFile;
    }

    /** The workload identity provider that trusts the OIDC token. */
    public Optional<String> audience() {
        return audience;
    }

    /** The service account to impersonate. */
    public Optional<String> serviceAccount() {
        return serviceAccount;
    }

    public boolean anonymous() {
        return anonymous;
    }

    public Optional<URI> endpoint() {
        return endpoint;
    }

    public Optional<URI> tokenEndpoint() {
        return tokenEndpoint;
    }

    public Optional<URI> impersonationEndpoint() {
        return impersonationEndpoint;
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

    @Override
    public GcpOptions withOidcTokenFile(Path file) {
        if (audience.isEmpty() || oidcTokenFile.isPresent()) {
            return this;
        }
        return new Builder(this).oidcTokenFile(file, audience.get()).build();
    }

    /** Builds {@link GcpOptions}. */
    public static final class Builder {
        private Optional<String> project = Optional.empty();
        private Optional<Path> credentialsFile = Optional.empty();
        private Optional<Path> oidcTokenFile = Optional.empty();
        private Optional<String> audience = Optional.empty();
        private Optional<String> serviceAccount = Optional.empty();
        private boolean anonymous;
        private Optional<URI> endpoint = Optional.empty();
        private Optional<URI> tokenEndpoint = Optional.empty();
        private Optional<URI> impersonationEndpoint = Optional.empty();
        private Optional<URI> proxy = Optional.empty();
        private Optional<String> proxyUser = Optional.empty();
        private Optional<Secret> proxyPassword = Optional.empty();
        private Optional<Path> caFile = Optional.empty();
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration requestTimeout = Duration.ofSeconds(30);

        private Builder() {}

        private Builder(GcpOptions from) {
            project = from.project;
            credentialsFile = from.credentialsFile;
            oidcTokenFile = from.oidcTokenFile;
            audience = from.audience;
            serviceAccount = from.serviceAccount;
            anonymous = from.anonymous;
            endpoint = from.endpoint;
            tokenEndpoint = from.tokenEndpoint;
            impersonationEndpoint = from.impersonationEndpoint;
            proxy = from.proxy;
            proxyUser = from.proxyUser;
            proxyPassword = from.proxyPassword;
            caFile = from.caFile;
            connectTimeout = from.connectTimeout;
            requestTimeout = from.requestTimeout;
        }

        /** The id of a project, such as {@code acme-data}, where the location has a name of your own. */
        public Builder project(String id) {
            if (!id.matches("([a-z0-9.-]{1,63}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]")) {
                throw DroverException.invalid("'" + id + "' is not the id of a project, such as 'acme-data'.");
            }
            project = Optional.of(id);
            return this;
        }

        /**
         * A file of credentials: the key of a service account, or what else Google's tools write, such as a configuration
         * of external accounts. Such a configuration says whom to ask for tokens, so take none from strangers.
         */
        public Builder credentialsFile(Path json) {
            credentialsFile = Optional.of(json);
            return this;
        }

        /**
         * A file with an OIDC token, read anew when credentials run out, which
         * <a href="https://cloud.google.com/iam/docs/workload-identity-federation">Workload Identity Federation</a>
         * exchanges for Google's own.
         *
         * @param audience the full name of the provider that trusts it, such as
         *     {@code //iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci/providers/github}
         */
        public Builder oidcTokenFile(Path file, String audience) {
            oidcTokenFile = Optional.of(file);
            return workloadIdentity(audience);
        }

        /**
         * The same with the token that {@link dev.drover.Drover.Builder#oidcTokenFile} names for all platforms.
         *
         * @param audience as above
         */
        public Builder workloadIdentity(String audience) {
            if (!audience.matches("//[\\w.-]+/[\\w./~%-]{1,500}")) {
                throw DroverException.invalid("'" + audience + "' is not the full name of a workload identity provider,"
                        + " such as '//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci/"
                        + "providers/github'.");
            }
            this.audience = Optional.of(audience);
            return this;
        }

        /** A service account to impersonate, by its address, with the credentials that are found otherwise. */
        public Builder serviceAccount(String address) {
            if (!address.matches("[\\w.-]{1,100}@[\\w.-]{3,200}")) {
                throw DroverException.invalid("'" + address + "' is not the address of a service account, such as"
                        + " 'etl@acme-data.iam.gserviceaccount.com'.");
            }
            serviceAccount = Optional.of(address);
            return this;
        }

        /** Asks without credentials: for public buckets and for test servers. */
        public Builder anonymous() {
            anonymous = true;
            return this;
        }

        /** Another server that speaks the service's protocol; without a path. */
        public Builder endpoint(URI address) {
            endpoint = Optional.of(ProviderOptions.requireHttp("endpoint", address));
            if (!address.getRawPath().isEmpty() && !address.getRawPath().equals("/")) {
                throw DroverException.invalid("The endpoint is an address without a path.");
            }
            return this;
        }

        /**
         * Where the OIDC token is exchanged; by default {@code https://sts.googleapis.com/v1/token}. For networks that
         * reach Google's services under addresses of their own.
         */
        public Builder tokenEndpoint(URI address) {
            tokenEndpoint = Optional.of(requireHttps("token endpoint", address));
            return this;
        }

        /** Where the service account is impersonated; by default {@code https://iamcredentials.googleapis.com}. */
        public Builder impersonationEndpoint(URI address) {
            impersonationEndpoint = Optional.of(requireHttps("impersonation endpoint", address));
            return this;
        }

        /** An HTTP proxy: {@code http://host:port}. By default that of the JVM's settings. */
        public Builder proxy(URI address) {
            proxy = Optional.of(ProviderOptions.requireHttp("proxy", address));
            return this;
        }

        /** What the proxy asks for. */
        public Builder proxyCredentials(String user, Secret password) {
            proxyUser = Optional.of(user);
            proxyPassword = Optional.of(password);
            return this;
        }

        /** Certificates in PEM form that are trusted instead of the JVM's, for proxies that look inside and for test servers. */
        public Builder caFile(Path pem) {
            caFile = Optional.of(pem);
            return this;
        }

        /** For a TCP connection; above zero, by default 5 s. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = ProviderOptions.requirePositive(timeout);
            return this;
        }

        /** For one whole call, transfers of data apart; above zero, by default 30 s. */
        public Builder requestTimeout(Duration timeout) {
            requestTimeout = ProviderOptions.requirePositive(timeout);
            return this;
        }

        /**
         * The options.
         *
         * @throws DroverException INVALID_ARGUMENT if the parts do not go together
         */
        public GcpOptions build() {
            return new GcpOptions(this);
        }

        /** Credentials go there. */
        private static URI requireHttps(String what, URI address) {
            if (!"https".equals(address.getScheme())) {
                throw DroverException.invalid("The " + what + " must be an address of https.");
            }
            return ProviderOptions.requireHttp(what, address);
        }
    }
}
