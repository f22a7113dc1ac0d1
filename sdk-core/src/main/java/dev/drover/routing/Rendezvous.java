package dev.drover.routing;

import java.util.List;

/** The same key goes to the same cluster, in every JVM. No state. */
final class Rendezvous implements Chooser {

    @Override
    public Candidate choose(RoutingRequest request, List<Candidate> candidates) {
        return RendezvousDraw.among(candidates, TextHash.of(request.key()));
    }
}
