package dev.drover.gcp.dataprocserverless;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.spi.ProviderOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How batches run on Dataproc Serverless. Bind it to a project, {@code dataproc-serverless://project}: it holds for all of its
 * regions. Who asks is said by {@link dev.drover.gcp.GcpOptions} at the same location. Immutable.
 *
 * <p>Source: <a href="https://cloud.google.com/dataproc-serverless/docs/reference/rest/v1/EnvironmentConfig">Google's
 * EnvironmentConfig</a>.
 */
public final class DataprocServerlessOptions implements ProviderOptions {
    private final Optional<String> runtime;
    private final Optional<String> containerImage;
    private final Optional<StorageUri> staging;
    private final Optional<String> serviceAccount;
    private final Optional<String> subnetwork;
    private final List<String> networkTags;
    private final Optional<String> kmsKey;
    private final Optional<Duration> ttl;
    private final Map<String, String> conf;

    private DataprocServerlessOptions(Builder builder) {
        runtime = builder.runtime;
        containerImage = builder.containerImage;
        staging = builder.staging;
        serviceAccount = builder.serviceAccount;
        subnetwork = builder.subnetwork;
        networkTags = List.copyOf(builder.networkTags);
        kmsKey = builder.kmsKey;
        ttl = builder.ttl;
        conf = Map.copyOf(builder.conf);
        BatchProperties.check(conf);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Everything from Google's own defaults. */
    public static DataprocServerlessOptions standard() {
        return builder().build();
    }

    public Optional<String> runtime() {
        return runtime;
    }

    public Optional<String> containerImage() {
        return containerImage;
    }

    public Optional<StorageUri> staging() {
        return staging;
    }

    public Optional<String> serviceAccount() {
        return serviceAccount;
    }

    public Optional<String> subnetwork() {
        return subnetwork;
    }

    public List<String> networkTags() {
        return networkTags;
    }

    public Optional<String> kmsKey() {
        return kmsKey;
    }

    public Optional<Duration> ttl() {
        return ttl;
    }

    public Map<String, String> conf() {
        return conf;
    }

    /** Builds {@link DataprocServerlessOptions}; every method returns this builder. */
    public static final class Builder {
        private static final Pattern RUNTIME = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){1,2}");
        private static final Pattern IMAGE = Pattern.compile("[\\w./:@-]{1,500}");
        private static final Pattern ACCOUNT = Pattern.compile("[\\w.-]{1,100}@[\\w.-]{3,200}");
        private static final Pattern SUBNETWORK = Pattern.compile("[\\w./:-]{1,500}");
        private static final Pattern TAG = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
        private static final Pattern KEY =
                Pattern.compile("projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+");
        private static final Duration SHORTEST = Duration.ofMinutes(10);
        private static final Duration LONGEST = Duration.ofDays(14);

        private Optional<String> runtime = Optional.empty();
        private Optional<String> containerImage = Optional.empty();
        private Optional<StorageUri> staging = Optional.empty();
        private Optional<String> serviceAccount = Optional.empty();
        private Optional<String> subnetwork = Optional.empty();
        private final List<String> networkTags = new ArrayList<>();
        private Optional<String> kmsKey = Optional.empty();
        private Optional<Duration> ttl = Optional.empty();
        private final Map<String, String> conf = new TreeMap<>();

        private Builder() {}

        /**
         * The version of <a href="https://cloud.google.com/dataproc-serverless/docs/concepts/versions/dataproc-serverless-versions">
         * Google's runtime</a>, such as {@code 2.2}, which says the versions of Spark, Scala and Python. By default the one that Google
         * takes then.
         */
        public Builder runtime(String version) {
            runtime = Optional.of(require(RUNTIME, "a version of the runtime, such as '2.2'", version));
            return this;
        }

        /** The image that drivers and executors run from, such as {@code europe-docker.pkg.dev/acme/etl/spark:7}. */
        public Builder containerImage(String name) {
            containerImage = Optional.of(require(IMAGE, "the name of an image", name));
            return this;
        }

        /**
         * A prefix in Cloud Storage that both the service account of the batches and whoever submits can read and write. SQL
         * that is given as text is put below it, and Google puts what drivers print into its bucket. Without it Google uses a
         * bucket of its own in the project, and SQL must be given as a file.
         */
        public Builder staging(StorageUri prefix) {
            if (!prefix.scheme().equals("gs")) {
                throw DroverException.invalid("Dataproc Serverless stages in Cloud Storage, not at '" + prefix + "'.");
            }
            staging = Optional.of(prefix.asPrefix());
            return this;
        }

        /** The service account that batches run as, by its address; by default the project's own for Compute Engine. */
        public Builder serviceAccount(String address) {
            serviceAccount = Optional.of(require(
                    ACCOUNT,
                    "the address of a service account, such as 'etl@acme-data.iam.gserviceaccount.com'",
                    address));
            return this;
        }

        /**
         * The subnetwork of drivers and executors: its name, which must then mean one in each region that is used, or its
         * whole URI. By default the one of the network {@code default}.
         */
        public Builder subnetwork(String uri) {
            subnetwork = Optional.of(require(SUBNETWORK, "the name or URI of a subnetwork", uri));
            return this;
        }

        /** Adds tags, by which firewalls know drivers and executors. */
        public Builder networkTags(String... more) {
            for (String tag : more) {
                networkTags.add(require(TAG, "a network tag", tag));
            }
            return this;
        }

        /** The key that data at rest is encrypted with: {@code projects/P/locations/L/keyRings/R/cryptoKeys/K}. */
        public Builder kmsKey(String name) {
            kmsKey = Optional.of(require(KEY, "a key, such as 'projects/P/locations/L/keyRings/R/cryptoKeys/K'", name));
            return this;
        }

        /**
         * When Google cancels a batch, whatever it is doing, in whole seconds: 10 minutes to 14 days. Google's own default
         * is 4 hours since runtime 2.1, and for ever before.
         */
        public Builder ttl(Duration limit) {
            if (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0) {
                throw DroverException.invalid("A batch is given 10 minutes to 14 days, not " + limit + ".");
            }
            ttl = Optional.of(limit);
            return this;
        }

        /** Sets a Spark property for every job that does not set it itself. */
        public Builder conf(String property, String value) {
            conf.put(property, value);
            return this;
        }

        private static String require(Pattern pattern, String what, String text) {
            if (!pattern.matcher(text).matches()) {
                throw DroverException.invalid("'" + text + "' is not " + what + ".");
            }
            return text;
        }

        /**
         * The options.
         *
         * @throws DroverException INVALID_ARGUMENT if {@link #conf} holds what Dataproc Serverless does not take
         */
        public DataprocServerlessOptions build() {
            return new DataprocServerlessOptions(this);
        }
    }
}
