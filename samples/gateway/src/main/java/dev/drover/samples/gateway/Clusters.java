package dev.drover.samples.gateway;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.routing.Candidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clusters of the pool, by short names: what their label {@code id} says. */
final class Clusters {
    private static final String LABEL = "id";
    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?";

    private final Map<String, ClusterId> byName = new LinkedHashMap<>();

    /** @throws DroverException INVALID_ARGUMENT if one has no name, or two have the same */
    Clusters(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            String name = candidate.labels().getOrDefault(LABEL, "");
            if (!name.matches(NAME)) {
                throw DroverException.invalid("The cluster " + candidate.cluster()
                        + " of the pool needs a label 'id' of 1 to 20 lower-case letters, digits and hyphens, by which"
                        + " the gateway calls it: labels: {id: blue}.");
            }
            if (byName.put(name, candidate.cluster()) != null) {
                throw DroverException.invalid("Two clusters of the pool have the label id: " + name + ".");
            }
        }
    }

    Optional<ClusterId> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Empty for a cluster that has left the pool. */
    Optional<String> nameOf(ClusterId cluster) {
        return byName.entrySet().stream()
                .filter(each -> each.getValue().equals(cluster))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
