package dev.drover.aws;

import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.spi.OidcOptions;
import dev.drover.spi.ProviderOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who asks AWS, and by which way: the same for every service. Bind it to a location, or to a scheme's empty location
 * ({@code s3://}) for all of that scheme. What is not set comes from the
 * <a href="https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html">standard settings of AWS's SDKs</a>:
 * environment, shared configuration files, {@code AWS_ENDPOINT_URL}. Immutable.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("emr://production", AwsOptions.builder().region("eu-west-1").profile("etl").build())
 * }</pre>
 */
public final class AwsOptions implements OidcOptions<AwsOptions> {
    private final Optional<String> region;
    private final Optional<String> profile;
    private final Optional<String> role;
    private final Optional<String> externalId;
    private final Optional<Path> oidcTokenFile;
    private final Optional<URI> endpoint;
    private final Optional<URI> proxy;
    private final Optional<String> proxyUser;
    private final Optional<Secret> proxyPassword;
    private final Optional<Path> caFile;
    private final Duration connectTimeout;
    private final Duration requestTimeout;

    private AwsOptions(Builder builder) {
        region = builder.region;
        profile = builder.profile;
        role = builder.role;
        externalId = builder.externalId;
        oidcTokenFile = builder.oidcTokenFile;
        endpoint = builder.endpoint;
        proxy = builder.proxy;
        proxyUser = builder.proxyUser;
        proxyPassword = builder.proxyPassword;
        caFile = builder.caFile;
        connectTimeout = builder.connectTimeout;
        requestTimeout = builder.requestTimeout;
        if (oidcTokenFile.isPresent() && role.isEmpty()) {
            throw DroverException.invalid("A web identity token stands for a role; set the role too.");
        }
        if (oidcTokenFile.isPresent() && profile.isPresent()) {
            throw DroverException.invalid("Choose either a profile or a web identity token to assume the role with.");
        }
        if (externalId.isPresent() && (role.isEmpty() || oidcTokenFile.isPresent())) {
            throw DroverException.invalid("An external id goes with a role that is assumed without a token.");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Everything from the standard settings. */
    public static AwsOptions standard() {
        return builder().build();
    }

    /** Empty if the location or the standard settings say it. */
    public Optional<String> region() {
        return region;
    }

    public Optional<String> profile() {
        return profile;
    }

    /** The ARN of the role to assume. */
    public Optional<String> role() {
        return role;
    }

    public Optional<String> externalId() {
        return externalId;
    }

    public Optional<Path> oidcTokenFile() {
        return oidcTokenFile;
    }

    public Optional<URI> endpoint() {
        return endpoint;
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
    public AwsOptions withOidcTokenFile(Path file) {
        return role.isPresent() && oidcTokenFile.isEmpty() && profile.isEmpty()
                ? new Builder(this).oidcTokenFile(file).build()
                : this;
    }

    /** Builds {@link AwsOptions}. */
    public static final class Builder {
        private Optional<String> region = Optional.empty();
        private Optional<String> profile = Optional.empty();
        private Optional<String> role = Optional.empty();
        private Optional<String> externalId = Optional.empty();
        private Optional<Path> oidcTokenFile = Optional.empty();
        private Optional<URI> endpoint = Optional.empty();
        private Optional<URI> proxy = Optional.empty();
        private Optional<String> proxyUser = Optional.empty();
        private Optional<Secret> proxyPassword = Optional.empty();
        private Optional<Path> caFile = Optional.empty();
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration requestTimeout = Duration.ofSeconds(30);

        private Builder() {}

        private Builder(AwsOptions from) {
            region = from.region;
            profile = from.profile;
            role = from.role;
            externalId = from.externalId;
            oidcTokenFile = from.oidcTokenFile;
            endpoint = from.endpoint;
            proxy = from.proxy;
            proxyUser = from.proxyUser;
            proxyPassword = from.proxyPassword;
            caFile = from.caFile;
            connectTimeout = from.connectTimeout;
            requestTimeout = from.requestTimeout;
        }

        /**
         * The region, such as {@code eu-west-1}, where the location has a name of your own. Other servers that speak
         * S3's protocol have regions of their own: {@code auto}, {@code garage}.
         */
        public Builder region(String name) {
            if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
                throw DroverException.invalid("'" + name + "' is not a region, such as 'eu-west-1'.");
            }
            region = Optional.of(name);
            return this;
        }

        /**
         * A profile of the shared configuration files, for this location alone; it wins over credentials in the
         * environment. If the profile assumes a role of its own, the SDK does that with the JVM's proxy and trust, not
         * with those set here; {@link #role} uses them.
         */
        public Builder profile(String name) {
            profile = Optional.of(name);
            return this;
        }

        /** A role to assume, by its ARN; with the credentials of the profile or of the default chain. */
        public Builder role(String arn) {
            if (!arn.matches("arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}")) {
                throw DroverException.invalid(
                        "'" + arn + "' is not the ARN of a role, such as 'arn:aws:iam::123456789012:role/etl'.");
            }
            role = Optional.of(arn);
            return this;
        }

        /** The external id that the role's owner asks for. */
        public Builder externalId(String id) {
            externalId = Optional.of(id);
            return this;
        }

        /** A file with an OIDC token, read anew when credentials run out; needs {@link #role}. */
        public Builder oidcTokenFile(Path file) {
            oidcTokenFile = Optional.of(file);
            return this;
        }

        /**
         * Another server that speaks the service's protocol; an S3 server is asked by paths, not by host names. Roles
         * are still assumed at AWS's STS, or where {@code AWS_ENDPOINT_URL_STS} says.
         */
        public Builder endpoint(URI address) {
            endpoint = Optional.of(ProviderOptions.requireHttp("endpoint", address));
            return this;
        }

        /** An HTTP proxy: {@code http://host:port}, for every host; without it {@code HTTPS_PROXY} and its kin hold. */
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
        public AwsOptions build() {
            return new AwsOptions(this);
        }
    }
}
