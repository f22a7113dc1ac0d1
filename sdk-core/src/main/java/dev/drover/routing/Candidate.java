package dev.drover.routing;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster that a job could go to, as it was known at one moment. Immutable; make it once and derive what changes with
 * {@link #withInFlight} and {@link #withHealth}, which cost one small object.
 */
public final class Candidate {
    private static final double MIN_WEIGHT = 1e-6;
    private static final double MAX_WEIGHT = 1e6;
    private static final int MAX_TEXT = 255;

    private final ClusterId cluster;
    private final long idHash;
    private final double weight;
    private final Map<String, String> labels;
    private final Set<String> queues;
    private final Optional<String> sparkVersion;
    private final Set<Capability> capabilities;
    private final Health health;
    private final int inFlight;
    private final double loadWithOneMore;

    private Candidate(Builder builder) {
        cluster = builder.cluster;
        idHash = TextHash.of(cluster.toString());
        weight = requireWeight(builder.cluster, builder.weight);
        labels = Map.copyOf(builder.labels);
        queues = Set.copyOf(builder.queues);
        sparkVersion = builder.sparkVersion;
        capabilities = Set.copyOf(builder.capabilities);
        health = builder.health;
        inFlight = requireInFlight(builder.cluster, builder.inFlight);
        loadWithOneMore = (inFlight + 1.0) / weight;
    }

    private Candidate(Candidate before, Health health, int inFlight) {
        cluster = before.cluster;
        idHash = before.idHash;
        weight = before.weight;
        labels = before.labels;
        queues = before.queues;
        sparkVersion = before.sparkVersion;
        capabilities = before.capabilities;
        this.health = health;
        this.inFlight = inFlight;
        loadWithOneMore = (inFlight + 1.0) / weight;
    }

    /** Begins a candidate of weight 1 that is up, with nothing in flight and nothing else known of it. */
    public static Builder builder(ClusterId cluster) {
        return new Builder(cluster);
    }

    private static double requireWeight(ClusterId cluster, double weight) {
        boolean inRange = weight == 0 || (weight >= MIN_WEIGHT && weight <= MAX_WEIGHT);
        if (!inRange) {
            throw DroverException.invalid("The weight of " + cluster
                    + " must be 0, which means never, or 0.000001 to 1,000,000, not " + weight + ".");
        }
        return Math.abs(weight); // -0.0 is a 0
    }

    private static int requireInFlight(ClusterId cluster, int inFlight) {
        if (inFlight < 0) {
            throw DroverException.invalid(
                    "The number of jobs in flight on " + cluster + " cannot be " + inFlight + "; it is at least 0.");
        }
        return inFlight;
    }

    static String requireText(String what, String text) {
        if (text.isBlank() || text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw DroverException.invalid("A " + what + " has 1 to " + MAX_TEXT
                    + " characters, not all of them blank and none a control character.");
        }
        return text;
    }

    public ClusterId cluster() {
        return cluster;
    }

    /** The hash of the cluster id's text; see {@link TextHash}. */
    long idHash() {
        return idHash;
    }

    boolean isSameClusterAs(Candidate other) {
        return idHash == other.idHash && cluster.equals(other.cluster);
    }

    /** Its part of the jobs relative to that of others: 0, which means never, or 0.000001 to 1,000,000. */
    public double weight() {
        return weight;
    }

    /** What the pool's owner says of it, such as {@code zone=eu}. */
    public Map<String, String> labels() {
        return labels;
    }

    /** The queues that it serves. */
    public Set<String> queues() {
        return queues;
    }

    /** Its Spark, such as {@code 4.2.0}, if that is known. */
    public Optional<String> sparkVersion() {
        return sparkVersion;
    }

    public Set<Capability> capabilities() {
        return capabilities;
    }

    public Health health() {
        return health;
    }

    /** How many jobs this {@link dev.drover.Drover} has on it that have not ended; at least 0. */
    public int inFlight() {
        return inFlight;
    }

    /** Jobs per weight if one more came; infinite for a weight of 0. */
    double loadWithOneMore() {
        return loadWithOneMore;
    }

    /**
     * The same cluster with another number of jobs.
     *
     * @param jobs at least 0
     * @throws DroverException INVALID_ARGUMENT if the number is negative
     */
    public Candidate withInFlight(int jobs) {
        return new Candidate(this, health, requireInFlight(cluster, jobs));
    }

    /** The same cluster in another health. */
    public Candidate withHealth(Health now) {
        return new Candidate(this, Objects.requireNonNull(now, "health"), inFlight);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Candidate that
                && cluster.equals(that.cluster)
                && weight == that.weight
                && inFlight == that.inFlight
                && health.equals(that.health)
                && labels.equals(that.labels)
                && queues.equals(that.queues)
                && sparkVersion.equals(that.sparkVersion)
                && capabilities.equals(that.capabilities);
    }

    /** By cluster alone, computed beforehand. */
    @Override
    public int hashCode() {
        return Long.hashCode(idHash);
    }

    @Override
    public String toString() {
        return cluster + " (weight " + weight + ", " + inFlight + " in flight, " + health + ")";
    }

    /** Builds a {@link Candidate}; every method but {@code build} returns this builder. */
    public static final class Builder {
        private final ClusterId cluster;
        private double weight = 1;
        private final Map<String, String> labels = new HashMap<>();
        private final Set<String> queues = new HashSet<>();
        private Optional<String> sparkVersion = Optional.empty();
        private final Set<Capability> capabilities = new HashSet<>();
        private Health health = Health.up();
        private int inFlight;

        private Builder(ClusterId cluster) {
            this.cluster = Objects.requireNonNull(cluster, "cluster");
        }

        /**
         * Sets its part of the jobs relative to that of others.
         *
         * @param share 0, which means never, or 0.000001 to 1,000,000
         */
        public Builder weight(double share) {
            weight = share;
            return this;
        }

        /**
         * Sets a label.
         *
         * @param name 1 to 255 characters, none of them a control character
         * @param value as the name
         * @throws DroverException INVALID_ARGUMENT for other texts
         */
        public Builder label(String name, String value) {
            labels.put(requireText("label's name", name), requireText("label's value", value));
            return this;
        }

        /** Sets labels; see {@link #label}. */
        public Builder labels(Map<String, String> more) {
            more.forEach(this::label);
            return this;
        }

        /**
         * Adds a queue that the cluster serves.
         *
         * @param name 1 to 255 characters, none of them a control character
         * @throws DroverException INVALID_ARGUMENT for other texts
         */
        public Builder queue(String name) {
            queues.add(requireText("queue's name", name));
            return this;
        }

        /** Adds queues; see {@link #queue}. */
        public Builder queues(Set<String> more) {
            more.forEach(this::queue);
            return this;
        }

        /**
         * Sets the version of its Spark.
         *
         * @param version as the platform says it, such as {@code 4.2.0} or {@code 3.5.6-amzn-0}
         * @throws DroverException INVALID_ARGUMENT if it is no version
         */
        public Builder sparkVersion(String version) {
            sparkVersion = Optional.of(VersionPrefix.require(version));
            return this;
        }

        /** Adds what the cluster can do. */
        public Builder capabilities(Set<Capability> more) {
            capabilities.addAll(Set.copyOf(more));
            return this;
        }

        /** Sets whether it can take jobs now; {@link Health#up() up} unless set. */
        public Builder health(Health now) {
            health = Objects.requireNonNull(now, "health");
            return this;
        }

        /**
         * Sets how many jobs are on it that have not ended; 0 unless set.
         *
         * @param jobs at least 0
         */
        public Builder inFlight(int jobs) {
            inFlight = jobs;
            return this;
        }

        /**
         * Builds the candidate.
         *
         * @throws DroverException INVALID_ARGUMENT if the weight or the number of jobs is out of range
         */
        public Candidate build() {
            return new Candidate(this);
        }
    }
}
