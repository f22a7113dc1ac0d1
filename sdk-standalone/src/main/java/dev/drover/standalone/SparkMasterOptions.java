package dev.drover.standalone;

import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.StorageUri;
import dev.drover.spi.ProviderOptions;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the address {@code spark://host:7077} of a master does not say. Immutable. */
public final class SparkMasterOptions implements ProviderOptions {
    private final Optional<URI> rest;
    private final Optional<URI> ui;
    private final Optional<Secret> signingKey;
    private final Optional<Secret> pagesKey;
    private final boolean authenticate;
    private final Optional<StorageUri> staging;
    private final Optional<String> pysparkHome;
    private final Map<String, String> conf;
    private final Duration connectTimeout;
    private final Duration requestTimeout;

    private SparkMasterOptions(Builder builder) {
        rest = builder.rest;
        ui = builder.ui;
        signingKey = builder.signingKey;
        pagesKey = builder.pagesKey;
        authenticate = builder.authenticate;
        staging = builder.staging;
        pysparkHome = builder.pysparkHome;
        conf = Map.copyOf(builder.conf);
        connectTimeout = builder.connectTimeout;
        requestTimeout = builder.requestTimeout;
        if (authenticate && staging.isEmpty()) {
            throw DroverException.invalid("On a master with spark.authenticate a driver gets the cluster's secret only"
                    + " through Drover's agent; set a staging place for it.");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Address of the submission server; empty for {@code http://HOST:6066}. */
    public Optional<URI> rest() {
        return rest;
    }

    /** Address of the master's web pages; empty for {@code http://HOST:8080}. */
    public Optional<URI> ui() {
        return ui;
    }

    public Optional<Secret> signingKey() {
        return signingKey;
    }

    public Optional<Secret> pagesKey() {
        return pagesKey;
    }

    public boolean authenticate() {
        return authenticate;
    }

    public Optional<StorageUri> staging() {
        return staging;
    }

    public Optional<String> pysparkHome() {
        return pysparkHome;
    }

    public Map<String, String> conf() {
        return conf;
    }

    public Duration connectTimeout() {
        return connectTimeout;
    }

    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** Builds {@link SparkMasterOptions}. */
    public static final class Builder {
        private Optional<URI> rest = Optional.empty();
        private Optional<URI> ui = Optional.empty();
        private Optional<Secret> signingKey = Optional.empty();
        private Optional<Secret> pagesKey = Optional.empty();
        private boolean authenticate;
        private Optional<StorageUri> staging = Optional.empty();
        private Optional<String> pysparkHome = Optional.empty();
        private final Map<String, String> conf = new LinkedHashMap<>();
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration requestTimeout = Duration.ofSeconds(30);

        private Builder() {}

        /** Address of the submission server: {@code http://host:port}. */
        public Builder rest(URI address) {
            rest = Optional.of(ProviderOptions.requireHttp("submission server", address));
            return this;
        }

        /** Address of the master's web pages: {@code http://host:port}. */
        public Builder ui(URI address) {
            ui = Optional.of(ProviderOptions.requireHttp("web interface", address));
            return this;
        }

        /**
         * The key of a master with {@code spark.master.rest.filters=org.apache.spark.ui.JWSFilter}: base64url, at least
         * 32 bytes. Tokens are signed with HS256 and hold for five minutes.
         */
        public Builder signingKey(Secret key) {
            signingKey = Optional.of(key);
            return this;
        }

        /**
         * The key of daemons with {@code spark.ui.filters=org.apache.spark.ui.JWSFilter}. Tokens made with it are sent
         * to every worker that the master lists.
         */
        public Builder pagesKey(Secret key) {
            pagesKey = Optional.of(key);
            return this;
        }

        /** Says that the cluster runs with {@code spark.authenticate=true}. Needs {@link #staging}. */
        public Builder authenticate(boolean on) {
            authenticate = on;
            return this;
        }

        /**
         * A prefix in a storage that the workers can read under the same URI, such as a bucket or a shared folder.
         * Drover puts its agent there, which runs commands, SQL and Python and tells exit codes. Keep it the same for
         * all that submit to the cluster.
         */
        public Builder staging(StorageUri prefix) {
            staging = Optional.of(prefix.asPrefix());
            return this;
        }

        /**
         * The folder on every worker that holds {@code python/lib/pyspark.zip}: a Spark distribution, or the package
         * folder of {@code pip install pyspark}. Needs {@link #staging}.
         */
        public Builder pysparkHome(String folder) {
            pysparkHome = Optional.of(folder);
            return this;
        }

        /** Sets a Spark property for every job that does not set it itself. */
        public Builder conf(String property, String value) {
            conf.put(property, value);
            return this;
        }

        /** For a TCP connection; above zero, by default 5 s. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = ProviderOptions.requirePositive(timeout);
            return this;
        }

        /** For one whole call; above zero, by default 30 s. */
        public Builder requestTimeout(Duration timeout) {
            requestTimeout = ProviderOptions.requirePositive(timeout);
            return this;
        }

        /**
         * The options.
         *
         * @throws DroverException INVALID_ARGUMENT if the parts do not go together
         */
        public SparkMasterOptions build() {
            return new SparkMasterOptions(this);
        }
    }
}
