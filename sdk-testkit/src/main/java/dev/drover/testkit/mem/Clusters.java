package dev.drover.testkit.mem;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All clusters that there ever were. Guarded by {@link World}. */
final class Clusters {
    private final Agenda agenda;
    private final MemSettings settings;
    private final Rules<ClusterSpec, ClusterScript> scripts;
    private final Map<ClusterId, PretendedCluster> clusters = new LinkedHashMap<>();

    Clusters(Agenda agenda, MemSettings settings, Rules<ClusterSpec, ClusterScript> scripts) {
        this.agenda = agenda;
        this.settings = settings;
        this.scripts = scripts;
    }

    /** A ready cluster that nobody created. */
    void declare(ClusterId id, ClusterSpec spec) {
        clusters.put(id, pretend(id, spec, Optional.empty(), ClusterScript.ready(Duration.ZERO)));
    }

    ClusterId create(Location where, ClusterSpec spec, Attempt attempt) {
        List<ClusterId> living = find(where, attempt, agenda.now());
        if (settings.submitsAt(where) == Safety.KEYED && !living.isEmpty()) {
            return living.get(0);
        }
        ClusterId id = freeId(where, attempt.name());
        clusters.put(id, pretend(id, spec, Optional.of(attempt), scripts.scriptFor(spec)));
        return id;
    }

    private PretendedCluster pretend(ClusterId id, ClusterSpec spec, Optional<Attempt> attempt, ClusterScript script) {
        return new PretendedCluster(id, spec, attempt, script, settings.growth(), agenda);
    }

    private ClusterId freeId(Location where, String name) {
        ClusterId id = where.cluster(name);
        for (int number = 2; clusters.containsKey(id); number++) {
            id = where.cluster(name + "-" + number);
        }
        return id;
    }

    List<ClusterId> find(Location where, Attempt attempt, Instant asOf) {
        return madeIn(where, asOf)
                .filter(cluster -> cluster.attempt().filter(attempt::equals).isPresent())
                .map(PretendedCluster::id)
                .toList();
    }

    /** The clusters that were made at a location and live. */
    Stream<PretendedCluster> madeIn(Location where, Instant asOf) {
        return clusters.values().stream()
                .filter(cluster -> cluster.id().location().equals(where))
                .filter(cluster -> cluster.attempt().isPresent() && cluster.livingAt(asOf));
    }

    Stream<PretendedCluster> all() {
        return clusters.values().stream();
    }

    Optional<PretendedCluster> get(ClusterId id) {
        return Optional.ofNullable(clusters.get(id));
    }

    /** The cluster, if it lives. */
    PretendedCluster living(ClusterId id) throws NativeException {
        PretendedCluster cluster = clusters.get(id);
        if (cluster == null || !cluster.living()) {
            String why = cluster == null ? "there is no cluster " + id : "cluster " + id + " has ended";
            throw new NativeException(Failure.refused(ErrorCode.NOT_FOUND, why + "."));
        }
        return cluster;
    }

    void end(ClusterId id, ClusterState state, String why) {
        get(id).ifPresent(cluster -> cluster.end(state, why));
    }
}
