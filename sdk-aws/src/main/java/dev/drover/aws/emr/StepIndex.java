package dev.drover.aws.emr;

import dev.drover.aws.internal.Recent;
import dev.drover.spi.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.emr.model.StepSummary;

/**
 * Finds steps by their name, which is the only place where EMR keeps what a caller chose. EMR cannot be asked for a name,
 * so the names of a cluster are read once, and from then on only those of newer steps. A step's name never changes.
 * Safe for use by many threads; what it remembers is bounded.
 */
final class StepIndex {
    private static final int CLUSTERS = 200;
    /** EMR itself shows no more than 1,000. */
    private static final int STEPS = 5_000;

    private final StepList steps;
    private final Recent<String, Names> clusters = new Recent<>(CLUSTERS);

    StepIndex(StepList steps) {
        this.steps = steps;
    }

    /** A step that was accepted under a name. */
    void accepted(String cluster, String name, String id) {
        names(cluster).add(name, id);
    }

    /** The steps of a name, the oldest first: of several it is the one that found its job. */
    List<StepSummary> find(String cluster, String name, CallContext context) {
        Names names = names(cluster);
        Map<String, StepSummary> found = new LinkedHashMap<>();
        readNewer(cluster, name, names, found, context);
        Set<String> older = new HashSet<>(names.of(name));
        older.removeAll(found.keySet());
        if (!older.isEmpty()) {
            found.putAll(steps.find(cluster, older, context));
        }
        return found.values().stream()
                .sorted(Comparator.comparing(StepList::createdAt))
                .toList();
    }

    private void readNewer(
            String cluster, String name, Names names, Map<String, StepSummary> found, CallContext context) {
        StepList.Pages pages = steps.pages(cluster, context);
        Optional<Instant> newest = Optional.empty();
        Instant until = names.completeUntil();
        while (pages.hasNext()) {
            Instant created = Instant.MAX;
            for (StepSummary step : pages.next()) {
                created = StepList.createdAt(step);
                newest = newest.isPresent() ? newest : Optional.of(created);
                names.add(step.name(), step.id());
                if (step.name().equals(name)) {
                    found.put(step.id(), step);
                    // Another one for the same request comes within the time in which that may still arrive.
                    Instant earliest = created.minus(EmrJobDriver.SETTLE);
                    until = earliest.isAfter(until) ? earliest : until;
                }
            }
            if (created.isBefore(until)) {
                break;
            }
        }
        if (found.isEmpty()) {
            newest.ifPresent(names::completeUntil);
        }
    }

    private Names names(String cluster) {
        return clusters.get(cluster, unused -> new Names());
    }

    /** The names of one cluster's steps. */
    private static final class Names {
        /** How long a step may be accepted and not yet listed. */
        private static final Duration LAG = Duration.ofMinutes(1);

        private final Recent<String, Set<String>> ids = new Recent<>(STEPS);
        private Instant complete = Instant.MIN;

        synchronized void add(String name, String id) {
            Set<String> own = new HashSet<>(of(name));
            if (own.add(id)) {
                ids.put(name, Set.copyOf(own));
            }
        }

        Set<String> of(String name) {
            return ids.get(name).orElse(Set.of());
        }

        /** All older steps are known. */
        synchronized Instant completeUntil() {
            return complete;
        }

        /** By EMR's clock, not by ours. */
        synchronized void completeUntil(Instant newest) {
            Instant until = newest.minus(LAG);
            complete = until.isAfter(complete) ? until : complete;
        }
    }
}
