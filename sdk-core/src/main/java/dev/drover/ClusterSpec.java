package dev.drover;

import dev.drover.bootstrap.BootstrapAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A cluster to be made. Immutable. */
public final class ClusterSpec {
    private final int workers;
    private final Resources worker;
    private final Optional<String> sparkVersion;
    private final Map<String, String> conf;
    private final List<BootstrapAction> bootstrapActions;
    private final Optional<Duration> idleTimeout;
    private final Optional<Duration> maxAge;
    private final boolean shuffleService;
    private final Map<String, String> labels;
    private final Optional<NodeGroup> master;
    private final Optional<NodeGroup> workerNodes;
    private final Optional<NodeGroup> gateway;
    private final Optional<Scaling> scaling;
    private final Optional<String> release;
    private final Optional<StorageUri> logs;
    private final List<Customizer<?>> customizers;

    private ClusterSpec(Builder builder) {
        workers = builder.workers;
        worker = builder.worker;
        sparkVersion = builder.sparkVersion;
        conf = Map.copyOf(builder.conf);
        bootstrapActions = List.copyOf(builder.bootstrapActions);
        idleTimeout = builder.idleTimeout;
        maxAge = builder.maxAge;
        shuffleService = builder.shuffleService;
        labels = Map.copyOf(builder.labels);
        master = builder.master;
        workerNodes = builder.workerNodes;
        gateway = builder.gateway;
        scaling = builder.scaling;
        release = builder.release;
        logs = builder.logs;
        customizers = List.copyOf(builder.customizers);
        requireWorkers(workers);
        SparkProperties.check(conf);
        sparkVersion.ifPresent(version -> {
            if (!version.matches("\\d+\\.\\d+\\.\\d+([.-][A-Za-z0-9.]+)?")) {
                throw DroverException.invalid("'" + version + "' is not a Spark version, such as '4.2.0'.");
            }
        });
        release.ifPresent(label -> {
            if (!label.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
                throw DroverException.invalid("'" + label + "' is not a release label, such as 'emr-7.2.0'.");
            }
            if (sparkVersion.isPresent()) {
                throw DroverException.invalid("Choose either a version of Spark or a release, which says its own.");
            }
        });
        scaling.ifPresent(range -> {
            if (workers < range.minWorkers() || workers > range.maxWorkers()) {
                throw DroverException.invalid("The cluster begins with " + workers + " workers, which is not within "
                        + range.minWorkers() + " to " + range.maxWorkers() + ".");
            }
        });
        idleTimeout.ifPresent(limit -> checkLimit("idle timeout", limit));
        maxAge.ifPresent(limit -> checkLimit("maximum age", limit));
    }

    /**
     * Refuses numbers of workers that no cluster has.
     *
     * @throws DroverException INVALID_ARGUMENT unless there are 1 to 10,000
     */
    public static void requireWorkers(int workers) {
        if (workers < 1 || workers > 10_000) {
            throw DroverException.invalid("A cluster has 1 to 10,000 workers, not " + workers + ".");
        }
    }

    private static void checkLimit(String what, Duration limit) {
        if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
            throw DroverException.invalid(
                    "The " + what + " of a cluster must be at least a second, not " + limit + ".");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that holds all of this spec, to change some of it. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    public int workers() {
        return workers;
    }

    /** What each worker offers to jobs. */
    public Resources worker() {
        return worker;
    }

    /** Empty for the provider's default. */
    public Optional<String> sparkVersion() {
        return sparkVersion;
    }

    /** Spark properties that hold for every job, unless the job sets them. */
    public Map<String, String> conf() {
        return conf;
    }

    /** In the order in which they run. */
    public List<BootstrapAction> bootstrapActions() {
        return bootstrapActions;
    }

    public Optional<Duration> idleTimeout() {
        return idleTimeout;
    }

    public Optional<Duration> maxAge() {
        return maxAge;
    }

    public boolean shuffleService() {
        return shuffleService;
    }

    public Map<String, String> labels() {
        return labels;
    }

    /** The machine of the master; empty for one that the provider chooses. */
    public Optional<NodeGroup> master() {
        return master;
    }

    /** The machines of the workers; empty for the smallest that offer {@link #worker()}. */
    public Optional<NodeGroup> workerNodes() {
        return workerNodes;
    }

    /** A machine from which people submit; empty for none. */
    public Optional<NodeGroup> gateway() {
        return gateway;
    }

    /** Empty if the number of workers changes only by {@link ClusterHandle#resize}. */
    public Optional<Scaling> scaling() {
        return scaling;
    }

    /** Empty for the provider's default. */
    public Optional<String> release() {
        return release;
    }

    /** Where the platform archives logs; empty for the provider's default. */
    public Optional<StorageUri> logs() {
        return logs;
    }

    /** In the order in which they are applied. */
    public List<Customizer<?>> customizers() {
        return customizers;
    }

    /** Builds a {@link ClusterSpec}; one worker of 2 cores and 2048 MiB, room for a driver and an executor, by default. */
    public static final class Builder {
        private int workers = 1;
        private Resources worker = Resources.of(2, 2048);
        private Optional<String> sparkVersion = Optional.empty();
        private final Map<String, String> conf = new LinkedHashMap<>();
        private final List<BootstrapAction> bootstrapActions = new ArrayList<>();
        private Optional<Duration> idleTimeout = Optional.empty();
        private Optional<Duration> maxAge = Optional.empty();
        private boolean shuffleService;
        private final Map<String, String> labels = new LinkedHashMap<>();
        private Optional<NodeGroup> master = Optional.empty();
        private Optional<NodeGroup> workerNodes = Optional.empty();
        private Optional<NodeGroup> gateway = Optional.empty();
        private Optional<Scaling> scaling = Optional.empty();
        private Optional<String> release = Optional.empty();
        private Optional<StorageUri> logs = Optional.empty();
        private final List<Customizer<?>> customizers = new ArrayList<>();

        private Builder() {}

        private Builder(ClusterSpec spec) {
            workers = spec.workers;
            worker = spec.worker;
            sparkVersion = spec.sparkVersion;
            conf.putAll(spec.conf);
            bootstrapActions.addAll(spec.bootstrapActions);
            idleTimeout = spec.idleTimeout;
            maxAge = spec.maxAge;
            shuffleService = spec.shuffleService;
            labels.putAll(spec.labels);
            master = spec.master;
            workerNodes = spec.workerNodes;
            gateway = spec.gateway;
            scaling = spec.scaling;
            release = spec.release;
            logs = spec.logs;
            customizers.addAll(spec.customizers);
        }

        /** How many workers: 1 to 10,000, and what each offers to jobs. */
        public Builder workers(int count, Resources each) {
            workers = count;
            worker = each;
            return this;
        }

        /** The version of Spark, such as {@code 4.2.0}; by default the provider's newest. */
        public Builder sparkVersion(String version) {
            sparkVersion = Optional.of(version);
            return this;
        }

        /** Sets a Spark property for every job that does not set it itself. */
        public Builder conf(String property, String value) {
            conf.put(property, value);
            return this;
        }

        /** Adds a script that runs on the cluster's machines before the workers start. */
        public Builder bootstrap(BootstrapAction action) {
            bootstrapActions.add(action);
            return this;
        }

        /** Ends the cluster after this time without jobs; at least a second. */
        public Builder idleTimeout(Duration limit) {
            idleTimeout = Optional.of(limit);
            return this;
        }

        /** Ends the cluster at this age, whatever it does; at least a second. */
        public Builder maxAge(Duration limit) {
            maxAge = Optional.of(limit);
            return this;
        }

        /** Runs Spark's external shuffle service on every worker. */
        public Builder shuffleService(boolean on) {
            shuffleService = on;
            return this;
        }

        /** Labels the cluster, where the platform keeps labels. */
        public Builder label(String name, String value) {
            labels.put(name, value);
            return this;
        }

        /** The machine of the master; needs {@link Capability#MACHINES}, as do the next two. */
        public Builder master(NodeGroup nodes) {
            master = Optional.of(nodes);
            return this;
        }

        /** The machines of the workers, where those that fit {@link #workers} are not the right ones. */
        public Builder workerNodes(NodeGroup nodes) {
            workerNodes = Optional.of(nodes);
            return this;
        }

        /** Adds a machine from which people submit. */
        public Builder gateway(NodeGroup nodes) {
            gateway = Optional.of(nodes);
            return this;
        }

        /** Lets the platform change the number of workers; needs {@link Capability#AUTOSCALING}. */
        public Builder scaling(Scaling range) {
            scaling = Optional.of(range);
            return this;
        }

        /**
         * The platform's release, which says the versions of everything: {@code emr-7.2.0}, {@code 2.2-debian12}.
         * Excludes {@link #sparkVersion}; needs {@link Capability#RELEASES}.
         */
        public Builder release(String label) {
            release = Optional.of(label);
            return this;
        }

        /** Where the platform archives logs; needs {@link Capability#LOG_ARCHIVE}. */
        public Builder logs(StorageUri prefix) {
            logs = Optional.of(prefix.asPrefix());
            return this;
        }

        /**
         * Changes the platform's own request before it is sent; see {@link JobSpec.Builder#customize}. The label is shown
         * by {@link ClusterProvider#plan}.
         */
        public <T> Builder customize(Class<T> type, String label, Consumer<? super T> change) {
            customizers.add(new Customizer<>(type, label, change));
            return this;
        }

        public ClusterSpec build() {
            return new ClusterSpec(this);
        }
    }
}
