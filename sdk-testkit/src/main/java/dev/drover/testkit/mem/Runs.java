package dev.drover.testkit.mem;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobSpec;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import dev.drover.testkit.mem.PretendedRun.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All runs that there ever were. Guarded by {@link World}. */
final class Runs {
    private final Agenda agenda;
    private final MemSettings settings;
    private final Clusters clusters;
    private final Rules<JobSpec, JobScript> scripts;
    private final Map<JobId, PretendedRun> runs = new LinkedHashMap<>();
    private final Map<Name, List<PretendedRun>> byName = new HashMap<>();

    private record Name(ClusterId cluster, String attempt) {
        static Name of(ClusterId cluster, Attempt attempt) {
            return new Name(cluster, attempt.name());
        }
    }

    Runs(Agenda agenda, MemSettings settings, Clusters clusters, Rules<JobSpec, JobScript> scripts) {
        this.agenda = agenda;
        this.settings = settings;
        this.clusters = clusters;
        this.scripts = scripts;
    }

    JobId submit(Request request) throws NativeException {
        ClusterId where = request.cluster();
        PretendedCluster cluster = clusters.living(where);
        List<PretendedRun> before = named(where, request.attempt(), agenda.now());
        if (settings.submitsAt(where.location()) == Safety.KEYED && !before.isEmpty()) {
            return before.get(0).id();
        }
        JobId id = where.job("run-" + (runs.size() + 1));
        PretendedRun run = new PretendedRun(id, request, scripts.scriptFor(request.job()), agenda.now());
        runs.put(id, run);
        byName.computeIfAbsent(Name.of(where, request.attempt()), name -> new ArrayList<>())
                .add(run);
        cluster.accept(run);
        return id;
    }

    /** The runs that the platform shows for an attempt, in the order in which they were accepted. */
    List<PretendedRun> named(ClusterId cluster, Attempt attempt, Instant asOf) {
        return byName.getOrDefault(Name.of(cluster, attempt), List.of()).stream()
                .filter(run -> run.known(asOf))
                .toList();
    }

    /** The runs that the platform shows for a cluster, the newest first, whoever submitted them: those before a run. */
    List<PretendedRun> listed(ClusterId cluster, Optional<JobId> before, int most, Instant asOf) {
        List<PretendedRun> shown =
                new ArrayList<>(all().filter(run -> run.request().cluster().equals(cluster) && run.known(asOf))
                        .toList());
        Collections.reverse(shown);
        return shown.stream()
                .dropWhile(run -> before.isPresent() && !run.id().equals(before.get()))
                .skip(before.isPresent() ? 1 : 0)
                .limit(most)
                .toList();
    }

    Optional<PretendedRun> find(JobId id, Instant asOf) {
        return Optional.ofNullable(runs.get(id)).filter(run -> run.known(asOf));
    }

    PretendedRun get(JobId id, Instant asOf) throws NativeException {
        return find(id, asOf)
                .orElseThrow(
                        () -> new NativeException(Failure.refused(ErrorCode.NOT_FOUND, "there is no run " + id + ".")));
    }

    void cancel(JobId id, String client) throws NativeException {
        PretendedRun run = get(id, agenda.now());
        cluster(run).cancel(run, client, settings.cancelTakes());
    }

    private PretendedCluster cluster(PretendedRun run) {
        return clusters.get(run.request().cluster()).orElseThrow();
    }

    void forget(JobId id) {
        Optional.ofNullable(runs.get(id)).ifPresent(run -> run.forget(agenda.now()));
    }

    Stream<PretendedRun> all() {
        return runs.values().stream();
    }
}
