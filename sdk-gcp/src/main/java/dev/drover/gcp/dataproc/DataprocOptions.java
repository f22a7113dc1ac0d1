package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Component;
import dev.drover.ClusterSpec;
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
 * What holds for the clusters and jobs of one project and region. Who asks is said by {@link dev.drover.gcp.GcpOptions} at
 * the same location. What else Dataproc knows goes through {@link ClusterSpec.Builder#customize}. Immutable.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("dataproc://acme-data/europe-west1", DataprocOptions.builder()
 *                 .subnetwork("spark")
 *                 .serviceAccount("spark@acme-data.iam.gserviceaccount.com")
 *                 .staging(StorageUri.parse("gs://acme-drover/staging/"))
 *                 .build())
 * }</pre>
 */
public final class DataprocOptions implements ProviderOptions {
    private static final Pattern TAG = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
    private static final Pattern ACCOUNT = Pattern.compile("[^@\\s]+@[^@\\s]+\\.gserviceaccount\\.com");
    private static final Pattern POLICY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{1,48}[A-Za-z0-9]");
    /** Its words reach the command line of Pig. */
    private static final Pattern STAGING =
            Pattern.compile("gs://[a-z0-9][a-z0-9._-]{1,220}/([A-Za-z0-9][A-Za-z0-9._-]{0,99}/){0,8}");

    private static final Pattern PROPERTY = Pattern.compile("[a-z][a-z-]*:[^\\s:]+");

    /** Which spare capacity of Google's workers of {@link dev.drover.Purchase#SPOT} are. */
    public enum SpareCapacity {
        /** Taken back at any time, at a price that changes. */
        SPOT,
        /** Taken back at any time and after 24 hours at the latest. */
        PREEMPTIBLE
    }

    private final String imageVersion;
    private final Optional<String> zone;
    private final Optional<String> network;
    private final Optional<String> subnetwork;
    private final Optional<String> serviceAccount;
    private final List<String> scopes;
    private final List<String> networkTags;
    private final boolean publicAddresses;
    private final Optional<String> bucket;
    private final Optional<String> temporaryBucket;
    private final Optional<StorageUri> staging;
    private final List<String> components;
    private final boolean componentGateway;
    private final SpareCapacity spareCapacity;
    private final Optional<String> autoscalingPolicy;
    private final Optional<String> kmsKey;
    private final Map<String, String> metadata;
    private final Map<String, String> properties;
    private final Duration decommission;
    private final Duration pollInterval;

    private DataprocOptions(Builder builder) {
        imageVersion = builder.imageVersion;
        zone = builder.zone;
        network = builder.network;
        subnetwork = builder.subnetwork;
        serviceAccount = builder.serviceAccount;
        scopes = builder.scopes;
        networkTags = builder.networkTags;
        publicAddresses = builder.publicAddresses;
        bucket = builder.bucket;
        temporaryBucket = builder.temporaryBucket;
        staging = builder.staging;
        components = builder.components;
        componentGateway = builder.componentGateway;
        spareCapacity = builder.spareCapacity;
        autoscalingPolicy = builder.autoscalingPolicy;
        kmsKey = builder.kmsKey;
        metadata = Map.copyOf(builder.metadata);
        properties = Map.copyOf(builder.properties);
        decommission = builder.decommission;
        pollInterval = builder.pollInterval;
        if (network.isPresent() && subnetwork.isPresent()) {
            throw DroverException.invalid("Choose either a network or a subnetwork, which says its own.");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Everything from the standard settings. */
    public static DataprocOptions standard() {
        return builder().build();
    }

    /** The image of clusters that name neither one nor a version of Spark. */
    public String imageVersion() {
        return imageVersion;
    }

    /** Empty for the zone of the region that has room. */
    public Optional<String> zone() {
        return zone;
    }

    public Optional<String> network() {
        return network;
    }

    public Optional<String> subnetwork() {
        return subnetwork;
    }

    /** Empty for Compute Engine's default account. */
    public Optional<String> serviceAccount() {
        return serviceAccount;
    }

    public List<String> scopes() {
        return scopes;
    }

    public List<String> networkTags() {
        return networkTags;
    }

    public boolean publicAddresses() {
        return publicAddresses;
    }

    /** Empty for the bucket that Dataproc makes for the project and region. */
    public Optional<String> bucket() {
        return bucket;
    }

    public Optional<String> temporaryBucket() {
        return temporaryBucket;
    }

    public Optional<StorageUri> staging() {
        return staging;
    }

    public List<String> components() {
        return components;
    }

    public boolean componentGateway() {
        return componentGateway;
    }

    public SpareCapacity spareCapacity() {
        return spareCapacity;
    }

    public Optional<String> autoscalingPolicy() {
        return autoscalingPolicy;
    }

    public Optional<String> kmsKey() {
        return kmsKey;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    public Map<String, String> properties() {
        return properties;
    }

    public Duration decommission() {
        return decommission;
    }

    public Duration pollInterval() {
        return pollInterval;
    }

    /** Builds {@link DataprocOptions}; every method returns this builder. */
    public static final class Builder {
        private String imageVersion = ImageVersions.DEFAULT;
        private Optional<String> zone = Optional.empty();
        private Optional<String> network = Optional.empty();
        private Optional<String> subnetwork = Optional.empty();
        private Optional<String> serviceAccount = Optional.empty();
        private List<String> scopes = List.of("https://www.googleapis.com/auth/cloud-platform");
        private List<String> networkTags = List.of();
        private boolean publicAddresses;
        private Optional<String> bucket = Optional.empty();
        private Optional<String> temporaryBucket = Optional.empty();
        private Optional<StorageUri> staging = Optional.empty();
        private List<String> components = List.of();
        private boolean componentGateway;
        private SpareCapacity spareCapacity = SpareCapacity.SPOT;
        private Optional<String> autoscalingPolicy = Optional.empty();
        private Optional<String> kmsKey = Optional.empty();
        private final Map<String, String> metadata = new TreeMap<>();
        private final Map<String, String> properties = new TreeMap<>();
        private Duration decommission = Duration.ofMinutes(10);
        private Duration pollInterval = Duration.ofSeconds(5);

        private Builder() {}

        /** The image of clusters that name neither one nor a version of Spark; by default {@code 2.3-debian12}. */
        public Builder imageVersion(String version) {
            imageVersion = require("an image version, such as '2.3-debian12'", ImageVersions.VERSION, version);
            return this;
        }

        /** The zone, such as {@code europe-west1-b}; by default Dataproc chooses the one that has room. */
        public Builder zone(String name) {
            zone = Optional.of(name);
            return this;
        }

        /** The network of the machines; by default the project's network {@code default}. */
        public Builder network(String name) {
            network = Optional.of(name);
            return this;
        }

        /**
         * The subnetwork of the machines, by its name, or by {@code projects/P/regions/R/subnetworks/S} if it is of another
         * project. It needs Private Google Access, unless machines have public addresses.
         */
        public Builder subnetwork(String name) {
            subnetwork = Optional.of(name);
            return this;
        }

        /**
         * The account that the machines and jobs use, which needs the role Dataproc Worker; by default Compute Engine's.
         */
        public Builder serviceAccount(String email) {
            serviceAccount = Optional.of(
                    require("a service account, such as 'spark@acme.iam.gserviceaccount.com'", ACCOUNT, email));
            return this;
        }

        /** What the account is let do from the machines, as OAuth scopes; by default all of Google Cloud that IAM allows. */
        public Builder scopes(String... uris) {
            scopes = List.of(uris);
            return this;
        }

        /** Network tags of the machines, to which firewall rules apply. */
        public Builder networkTags(String... tags) {
            networkTags = List.of(tags);
            networkTags.forEach(tag -> require("a network tag, such as 'spark'", TAG, tag));
            return this;
        }

        /** Whether machines have public addresses; by default they have internal ones only. */
        public Builder publicAddresses(boolean on) {
            publicAddresses = on;
            return this;
        }

        /** The bucket for what Dataproc stages and for the output of drivers; by default one that Dataproc makes. */
        public Builder bucket(String name) {
            bucket = Optional.of(require("a bucket, such as 'acme-dataproc'", BUCKET, name));
            return this;
        }

        /** The bucket for Spark's event logs and what else is short-lived; by default one that Dataproc makes. */
        public Builder temporaryBucket(String name) {
            temporaryBucket = Optional.of(require("a bucket, such as 'acme-dataproc-temp'", BUCKET, name));
            return this;
        }

        /**
         * A prefix in Cloud Storage for Drover alone, which the machines can read and write. Bootstrap actions by value, with
         * arguments or with variables need it. With it, every job is a script there, which a job of Pig's fetches,
         * deletes and runs on the master: so it can be a command, have environment variables and secrets, and its exit
         * code is known; without it, jobs are of Dataproc's own kinds, and what those cannot do is refused. Whoever may
         * read that place reads the secrets of jobs that have not started. Keep it the same for all that submit here.
         *
         * @param prefix of up to 8 segments of letters, digits, '.', '_' and '-'
         */
        public Builder staging(StorageUri prefix) {
            String words = prefix.asPrefix().toString();
            if (!STAGING.matcher(words).matches() || words.contains("--")) {
                throw DroverException.invalid("'" + prefix + "' is not a staging place that Dataproc's machines reach:"
                        + " write gs://BUCKET/PREFIX/ with segments of letters, digits and the characters . _ -, and"
                        + " no two - in a row.");
            }
            staging = Optional.of(prefix.asPrefix());
            return this;
        }

        /** How long between two looks at the jobs that are waited for on a cluster: 1 s to 10 min, by default 5 s. */
        public Builder pollInterval(Duration interval) {
            if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofMinutes(10)) > 0) {
                throw DroverException.invalid("The poll interval must be 1 s to 10 min, not " + interval + ".");
            }
            pollInterval = interval;
            return this;
        }

        /** Dataproc's optional components by their names in the API, such as {@code JUPYTER}; by default none. */
        public Builder components(String... names) {
            List<String> all = new ArrayList<>();
            for (String name : names) {
                try {
                    all.add(Component.valueOf(name).name());
                } catch (IllegalArgumentException e) {
                    throw DroverException.invalid("Dataproc has no component '" + name + "', such as 'JUPYTER'.");
                }
            }
            components = List.copyOf(all);
            return this;
        }

        /** Whether web pages of the cluster are reached through Google's component gateway; by default not. */
        public Builder componentGateway(boolean on) {
            componentGateway = on;
            return this;
        }

        /** Which spare capacity is used where spare capacity is asked for; by default SPOT. */
        public Builder spareCapacity(SpareCapacity kind) {
            spareCapacity = kind;
            return this;
        }

        /**
         * An autoscaling policy of yours, by its id, for clusters that ask for no scaling themselves; for those that do,
         * Drover makes one.
         */
        public Builder autoscalingPolicy(String id) {
            autoscalingPolicy = Optional.of(require("an autoscaling policy, such as 'night-shift'", POLICY, id));
            return this;
        }

        /** The key of Cloud KMS that encrypts the disks: {@code projects/P/locations/R/keyRings/K/cryptoKeys/N}. */
        public Builder kmsKey(String name) {
            kmsKey = Optional.of(name);
            return this;
        }

        /** Adds metadata of the machines, which initialization actions read; no secrets, they are shown. */
        public Builder metadata(String name, String value) {
            metadata.put(name, value);
            return this;
        }

        /**
         * Adds a cluster property with its file's prefix, such as {@code yarn:yarn.log-aggregation-enable}
         * (<a href="https://cloud.google.com/dataproc/docs/concepts/configuring-clusters/cluster-properties">Dataproc:
         * cluster properties</a>). Spark's own are set by {@link ClusterSpec.Builder#conf}.
         */
        public Builder property(String name, String value) {
            require("a cluster property with its prefix, such as 'yarn:yarn.log-aggregation-enable'", PROPERTY, name);
            if (name.startsWith("spark:")) {
                throw DroverException.invalid("Set " + name.substring(6) + " through the cluster's conf(name, value).");
            }
            properties.put(name, value);
            return this;
        }

        /** How long workers may finish what they do when a cluster shrinks: 0 to 24 hours, by default 10 minutes. */
        public Builder decommission(Duration limit) {
            if (limit.isNegative() || limit.compareTo(Duration.ofDays(1)) > 0) {
                throw DroverException.invalid("Dataproc gives workers 0 to 24 hours to finish, not " + limit + ".");
            }
            decommission = limit;
            return this;
        }

        /**
         * The options.
         *
         * @throws DroverException INVALID_ARGUMENT if the parts do not go together
         */
        public DataprocOptions build() {
            return new DataprocOptions(this);
        }

        private static String require(String what, Pattern pattern, String value) {
            if (!pattern.matcher(value).matches()) {
                throw DroverException.invalid("'" + value + "' is not " + what + ".");
            }
            return value;
        }
    }
}
