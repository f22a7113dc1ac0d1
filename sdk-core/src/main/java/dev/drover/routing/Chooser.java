package dev.drover.routing;

import java.util.List;

/**
 * Chooses a cluster for a job. Implementations are safe for use by many threads, do no I/O, never wait, and take time
 * and chance from nowhere but the request. Nothing closes them, so they hold nothing that needs closing.
 */
@FunctionalInterface
public interface Chooser {

    /**
     * Chooses one of the candidates.
     *
     * <p>The list is never empty, holds each cluster once and cannot be changed; clusters that are down, drained, full,
     * unfit or tried already are not in it. Its order is that in which the pool declares its clusters, whatever was left out. Keep no
     * reference to the list.
     *
     * @throws dev.drover.DroverException if none of them will do: INVALID_ARGUMENT if all have weight 0, UNSUPPORTED if
     *     all lack something that is required
     */
    Candidate choose(RoutingRequest request, List<Candidate> candidates);
}
