package dev.drover.routing;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The clusters of a pool, how to choose among them, and what holds for all jobs on them. Immutable.
 *
 * <p>Settings of jobs can be said for the pool, for a cluster and for a queue, as defaults and as fixed ones. When the
 * cluster of a job is chosen, the first of these that says something counts: fixed for the queue, for the cluster, for
 * the pool; the job; default of the queue, of the cluster, of the pool. A job that moves on to another cluster gets the
 * settings of that one.
 */
public final class PoolSpec {
    private final List<PoolMember> members;
    private final RoutingPolicy policy;
    private final Duration maxWait;
    private final JobSettings defaults;
    private final JobSettings fixed;
    private final Map<String, JobSettings> queueDefaults;
    private final Map<String, JobSettings> queueFixed;

    private PoolSpec(Builder builder) {
        members = List.copyOf(builder.members);
        policy = builder.policy;
        maxWait = builder.maxWait;
        defaults = builder.defaults;
        fixed = builder.fixed;
        queueDefaults = Map.copyOf(builder.queueDefaults);
        queueFixed = Map.copyOf(builder.queueFixed);
        if (members.isEmpty()) {
            throw DroverException.invalid("A pool needs at least one cluster.");
        }
        Set<ClusterId> seen = new HashSet<>();
        for (PoolMember member : members) {
            if (!seen.add(member.cluster())) {
                throw DroverException.invalid("The pool names " + member.cluster() + " twice; give it more weight.");
            }
        }
        if (members.stream().allMatch(member -> member.weight() == 0)) {
            throw DroverException.invalid("All clusters of the pool have weight 0, which means never.");
        }
        queueDefaults.keySet().forEach(this::requireServed);
        queueFixed.keySet().forEach(this::requireServed);
    }

    private void requireServed(String queue) {
        if (members.stream().noneMatch(member -> member.queues().containsKey(queue))) {
            throw DroverException.invalid(
                    "The pool has settings for the queue " + queue + ", which none of its clusters serves.");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** In the order in which they were declared. */
    public List<PoolMember> members() {
        return members;
    }

    public RoutingPolicy policy() {
        return policy;
    }

    /** How long a submission waits for room when all clusters that could take it are full. */
    public Duration maxWait() {
        return maxWait;
    }

    /** Of all jobs, where they say nothing themselves. */
    public JobSettings defaults() {
        return defaults;
    }

    /** Of all jobs, whatever they say. */
    public JobSettings fixed() {
        return fixed;
    }

    /** Of jobs in a queue of the pool's, where they say nothing themselves. */
    public Map<String, JobSettings> queueDefaults() {
        return queueDefaults;
    }

    /** Of jobs in a queue of the pool's, whatever they say. */
    public Map<String, JobSettings> queueFixed() {
        return queueFixed;
    }

    /** Builds a {@link PoolSpec}; every method but {@code build} returns this builder. */
    public static final class Builder {
        private final List<PoolMember> members = new ArrayList<>();
        private RoutingPolicy policy = RoutingPolicies.rendezvous();
        private Duration maxWait = Duration.ofSeconds(10);
        private JobSettings defaults = JobSettings.none();
        private JobSettings fixed = JobSettings.none();
        private final Map<String, JobSettings> queueDefaults = new HashMap<>();
        private final Map<String, JobSettings> queueFixed = new HashMap<>();

        private Builder() {}

        /** Adds a cluster. */
        public Builder member(PoolMember member) {
            members.add(member);
            return this;
        }

        /** Adds clusters of weight 1. */
        public Builder members(ClusterId... clusters) {
            for (ClusterId cluster : clusters) {
                member(PoolMember.of(cluster));
            }
            return this;
        }

        /** How to choose; by default {@link RoutingPolicies#rendezvous()}. */
        public Builder policy(RoutingPolicy how) {
            policy = how;
            return this;
        }

        /**
         * How long a submission waits for room when all clusters that could take it are full; by default 10 seconds.
         *
         * @throws DroverException INVALID_ARGUMENT if it is negative
         */
        public Builder maxWait(Duration longest) {
            if (longest.isNegative()) {
                throw DroverException.invalid("A pool waits zero or more for room, not " + longest + ".");
            }
            maxWait = longest;
            return this;
        }

        /** Settings of all jobs, where they say nothing themselves. */
        public Builder defaults(JobSettings settings) {
            defaults = settings;
            return this;
        }

        /** Settings of all jobs, whatever they say. */
        public Builder fixed(JobSettings settings) {
            fixed = settings;
            return this;
        }

        /** Settings of jobs in a queue, where they say nothing themselves. */
        public Builder queueDefaults(String poolQueue, JobSettings settings) {
            queueDefaults.put(poolQueue, settings);
            return this;
        }

        /** Settings of jobs in a queue, whatever they say. */
        public Builder queueFixed(String poolQueue, JobSettings settings) {
            queueFixed.put(poolQueue, settings);
            return this;
        }

        /**
         * Builds the spec.
         *
         * @throws DroverException INVALID_ARGUMENT without clusters, with one twice, with weights of 0 only, or with
         *     settings for a queue that no cluster serves
         */
        public PoolSpec build() {
            return new PoolSpec(this);
        }
    }
}
