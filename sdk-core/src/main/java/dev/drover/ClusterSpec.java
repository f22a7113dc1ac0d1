package dev.drover;

import dev.drover.bootstrap.BootstrapAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        requireWorkers(workers);
        SparkProperties.check(conf);
        sparkVersion.ifPresent(version -> {
            if (!version.matches("\\d+\\.\\d+\\.\\d+([.-][A-Za-z0-9.]+)?")) {
                throw DroverException.invalid("'" + version + "' is not a Spark version, such as '4.2.0'.");
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

        private Builder() {}

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

        public ClusterSpec build() {
            return new ClusterSpec(this);
        }
    }
}
