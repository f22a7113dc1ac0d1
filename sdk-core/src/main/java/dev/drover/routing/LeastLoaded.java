package dev.drover.routing;

import java.util.List;

/** The cluster that would have the fewest jobs per weight; among equals the key decides. No state. */
final class LeastLoaded implements Chooser {

    @Override
    public Candidate choose(RoutingRequest request, List<Candidate> candidates) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < candidates.size(); i++) {
            least = Math.min(least, candidates.get(i).loadWithOneMore());
        }
        RendezvousDraw draw = new RendezvousDraw(TextHash.of(request.key()));
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            if (candidate.loadWithOneMore() == least) {
                draw.offer(candidate);
            }
        }
        return draw.winner(candidates);
    }
}
