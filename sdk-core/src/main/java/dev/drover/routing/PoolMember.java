package dev.drover.routing;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A cluster as a pool uses it. Immutable. */
public final class PoolMember {
    private final ClusterId cluster;
    private final double weight;
    private final Map<String, String> labels;
    private final Map<String, Optional<String>> queues;
    private final Optional<String> sparkVersion;
    private final OptionalInt maxInFlight;
    private final JobSettings defaults;
    private final JobSettings fixed;

    private PoolMember(Builder builder) {
        cluster = builder.cluster;
        weight = builder.weight;
        labels = Map.copyOf(builder.labels);
        queues = Map.copyOf(builder.queues);
        sparkVersion = builder.sparkVersion;
        maxInFlight = builder.maxInFlight;
        defaults = builder.defaults;
        fixed = builder.fixed;
    }

    /** Begins a member of weight 1. */
    public static Builder builder(ClusterId cluster) {
        return new Builder(cluster);
    }

    /** A member of weight 1 that serves no queue by name. */
    public static PoolMember of(ClusterId cluster) {
        return builder(cluster).build();
    }

    public ClusterId cluster() {
        return cluster;
    }

    public double weight() {
        return weight;
    }

    public Map<String, String> labels() {
        return labels;
    }

    /** The pool's queues that it serves, each with the scheduler's queue that stands for it there, if there is one. */
    public Map<String, Optional<String>> queues() {
        return queues;
    }

    public Optional<String> sparkVersion() {
        return sparkVersion;
    }

    /** How many of the pool's jobs it may have at a time. */
    public OptionalInt maxInFlight() {
        return maxInFlight;
    }

    /** Of jobs that go there, where they say nothing themselves. */
    public JobSettings defaults() {
        return defaults;
    }

    /** Of jobs that go there, whatever they say. */
    public JobSettings fixed() {
        return fixed;
    }

    /** Builds a {@link PoolMember}; every method but {@code build} returns this builder. */
    public static final class Builder {
        private final ClusterId cluster;
        private double weight = 1;
        private final Map<String, String> labels = new LinkedHashMap<>();
        private final Map<String, Optional<String>> queues = new LinkedHashMap<>();
        private Optional<String> sparkVersion = Optional.empty();
        private OptionalInt maxInFlight = OptionalInt.empty();
        private JobSettings defaults = JobSettings.none();
        private JobSettings fixed = JobSettings.none();

        private Builder(ClusterId cluster) {
            this.cluster = cluster;
        }

        /** Its part of the jobs relative to that of others; see {@link Candidate.Builder#weight}. */
        public Builder weight(double share) {
            weight = share;
            return this;
        }

        /** Says something of the cluster, for {@link Requirement#label}. */
        public Builder label(String name, String value) {
            labels.put(name, value);
            return this;
        }

        /** Serves a queue of the pool's; its scheduler has no queues, or its default one will do. */
        public Builder queue(String poolQueue) {
            queues.put(poolQueue, Optional.empty());
            return this;
        }

        /** Serves a queue of the pool's by one of its scheduler's, such as {@code root.etl}. */
        public Builder queue(String poolQueue, String schedulerQueue) {
            queues.put(poolQueue, Optional.of(schedulerQueue));
            return this;
        }

        /** The version of its Spark, for {@link Requirement#sparkVersion}. */
        public Builder sparkVersion(String version) {
            sparkVersion = Optional.of(version);
            return this;
        }

        /**
         * How many of the pool's jobs it may have at a time, those being submitted included.
         *
         * @param jobs at least 1
         * @throws DroverException INVALID_ARGUMENT for fewer
         */
        public Builder maxInFlight(int jobs) {
            if (jobs < 1) {
                throw DroverException.invalid(
                        "A cluster of a pool takes at least 1 job at a time, not " + jobs + "; drain it to send none.");
            }
            maxInFlight = OptionalInt.of(jobs);
            return this;
        }

        /** Settings of jobs that go to this cluster, where they say nothing themselves; see {@link PoolSpec}. */
        public Builder defaults(JobSettings settings) {
            defaults = settings;
            return this;
        }

        /** Settings of jobs that go to this cluster, whatever they say; see {@link PoolSpec}. */
        public Builder fixed(JobSettings settings) {
            fixed = settings;
            return this;
        }

        public PoolMember build() {
            return new PoolMember(this);
        }
    }
}
