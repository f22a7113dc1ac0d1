package dev.drover.routing;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The clusters of a pool, and how to choose among them. Immutable. */
public final class PoolSpec {
    private final List<PoolMember> members;
    private final RoutingPolicy policy;
    private final Duration maxWait;

    private PoolSpec(Builder builder) {
        members = List.copyOf(builder.members);
        policy = builder.policy;
        maxWait = builder.maxWait;
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

    /** Builds a {@link PoolSpec}; every method but {@code build} returns this builder. */
    public static final class Builder {
        private final List<PoolMember> members = new ArrayList<>();
        private RoutingPolicy policy = RoutingPolicies.rendezvous();
        private Duration maxWait = Duration.ofSeconds(10);

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

        /**
         * Builds the spec.
         *
         * @throws DroverException INVALID_ARGUMENT without clusters, with one twice, or with weights of 0 only
         */
        public PoolSpec build() {
            return new PoolSpec(this);
        }
    }
}
