package dev.drover.routing;

/**
 * A way to choose among clusters; see {@link RoutingPolicies} for those built in. A policy holds settings only and may be
 * shared. What a way remembers of its choices is in the {@link Chooser}s that it starts, one for each pool.
 */
@FunctionalInterface
public interface RoutingPolicy {

    /** A chooser that has chosen nothing yet. */
    Chooser start();

    /** Whether it looks at {@link Candidate#inFlight()}; only then, or for a limit, does a pool count running jobs. */
    default boolean usesLoad() {
        return false;
    }
}
