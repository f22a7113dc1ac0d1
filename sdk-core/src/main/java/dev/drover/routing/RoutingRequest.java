package dev.drover.routing;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What is to be routed.
 *
 * @param job what will run
 * @param key the user's name for the work; the same for every attempt at it
 * @param attempt which attempt at the work this is, counted from 1
 * @param tried the clusters that definitively refused this attempt; they are no longer among the candidates
 * @param random chance, to be drawn from this alone; safe for use by many threads if the chooser is shared by them
 */
public record RoutingRequest(JobSpec job, RequestKey key, int attempt, Set<ClusterId> tried, RandomGenerator random) {

    public RoutingRequest {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(key, "key");
        tried = Set.copyOf(tried);
        Objects.requireNonNull(random, "random");
        if (attempt < 1) {
            throw DroverException.invalid("Attempts are counted from 1, not " + attempt + ".");
        }
    }
}
