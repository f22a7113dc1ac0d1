package dev.drover.testkit.mem;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, by the times at which its state changed; so it can say how it stood at any time. Guarded by {@link World}.
 */
final class PretendedCluster {
    private static final String DEFAULT_SPARK = "4.2.0";

    private final ClusterId id;
    private final ClusterSpec spec;
    private final Optional<Attempt> attempt;
    private final Agenda agenda;
    private final Instant createdAt;
    private final Duration growth;
    private final RunQueue queue;
    private final List<Size> sizes = new ArrayList<>();
    private @Nullable Instant readyAt;
    private @Nullable Instant endedAt;
    private ClusterState end = ClusterState.TERMINATED;
    private Optional<String> problem = Optional.empty();
    private Instant idleSince;

    private record Size(Instant from, int workers) {}

    /**
     * A cluster that starts now.
     *
     * @param attempt empty for one that was there before
     * @param growth how long further workers take
     */
    PretendedCluster(
            ClusterId id,
            ClusterSpec spec,
            Optional<Attempt> attempt,
            ClusterScript script,
            Duration growth,
            Agenda agenda) {
        this.id = id;
        this.spec = spec;
        this.attempt = attempt;
        this.growth = growth;
        this.agenda = agenda;
        this.createdAt = agenda.now();
        this.idleSince = createdAt;
        this.queue = new RunQueue(agenda, this::cores, this::becameIdle);
        sizes.add(new Size(createdAt, spec.workers()));
        script.after().ifPresent(delay -> after(delay, () -> started(script)));
        spec.maxAge().ifPresent(limit -> after(limit, () -> end(ClusterState.TERMINATED, "it reached its age limit")));
    }

    private void after(Duration delay, Runnable action) {
        if (delay.isZero()) {
            action.run();
        } else {
            agenda.at(agenda.now().plus(delay), action);
        }
    }

    private void started(ClusterScript script) {
        if (endedAt != null) {
            return;
        }
        if (script.problem().isPresent()) {
            end(ClusterState.FAILED, script.problem().get());
            return;
        }
        readyAt = agenda.now();
        queue.startWhatFits();
        if (queue.isEmpty()) {
            becameIdle();
        }
    }

    ClusterId id() {
        return id;
    }

    ClusterSpec spec() {
        return spec;
    }

    Optional<Attempt> attempt() {
        return attempt;
    }

    boolean living() {
        return endedAt == null;
    }

    boolean knownBy(Instant asOf) {
        return !createdAt.isAfter(asOf);
    }

    boolean livingAt(Instant asOf) {
        return knownBy(asOf) && !reached(endedAt, asOf);
    }

    void accept(PretendedRun run) {
        queue.add(run);
    }

    void cancel(PretendedRun run, String client, Duration takes) {
        queue.cancel(run, client, takes);
    }

    void resize(int workers) {
        Instant now = agenda.now();
        if (workers <= workersAt(now)) {
            sizes.add(new Size(now, workers));
        } else {
            sizes.add(new Size(now.plus(growth), workers));
            after(growth, queue::startWhatFits);
        }
    }

    void end(ClusterState state, String why) {
        if (endedAt != null) {
            return;
        }
        endedAt = agenda.now();
        end = state;
        problem = Optional.of(why);
        queue.endAll(state == ClusterState.FAILED ? JobState.FAILED : JobState.CANCELLED, "its cluster ended: " + why);
    }

    private void becameIdle() {
        idleSince = agenda.now();
        Instant since = idleSince;
        if (spec.idleTimeout().isPresent() && readyAt != null) {
            after(spec.idleTimeout().get(), () -> {
                if (queue.isEmpty() && idleSince.equals(since)) {
                    end(
                            ClusterState.TERMINATED,
                            "it was idle for " + spec.idleTimeout().get());
                }
            });
        }
    }

    private long cores() {
        Instant now = agenda.now();
        boolean takesJobs = readyAt != null && endedAt == null;
        return takesJobs ? (long) workersAt(now) * spec.worker().cores() : 0;
    }

    private int workersAt(Instant asOf) {
        int workers = spec.workers();
        for (Size size : sizes) {
            workers = size.from().isAfter(asOf) ? workers : size.workers();
        }
        return workers;
    }

    ClusterStatus status(Instant asOf) {
        ClusterState state = state(asOf);
        boolean up = state == ClusterState.READY || state == ClusterState.DEGRADED;
        return new ClusterStatus(
                id,
                state,
                state.name(),
                Optional.of(spec.sparkVersion().orElse(DEFAULT_SPARK)),
                up ? nodes(asOf) : List.of(),
                List.of(),
                state.terminal() ? problem : Optional.empty(),
                asOf);
    }

    private ClusterState state(Instant asOf) {
        if (reached(endedAt, asOf)) {
            return end;
        }
        if (!reached(readyAt, asOf)) {
            return ClusterState.STARTING;
        }
        boolean growing = sizes.get(sizes.size() - 1).from().isAfter(asOf);
        return growing ? ClusterState.DEGRADED : ClusterState.READY;
    }

    private List<ClusterNode> nodes(Instant asOf) {
        int cores = spec.worker().cores();
        int memory = spec.worker().memoryMiB();
        List<ClusterNode> nodes = new ArrayList<>();
        nodes.add(new ClusterNode("master", Role.MASTER, "master.mem:7077", "ALIVE", 0, 0, 0, 0, Optional.empty()));
        IntStream.rangeClosed(1, workersAt(asOf)).forEach(number -> {
            // Runs fill the workers one after the other.
            long before = (number - 1L) * cores;
            int used = (int) Math.max(0, Math.min(cores, queue.coresUsed() - before));
            nodes.add(new ClusterNode(
                    "worker-" + number,
                    Role.WORKER,
                    "worker-" + number + ".mem:7078",
                    "ALIVE",
                    cores,
                    used,
                    memory,
                    (int) ((long) memory * used / cores),
                    Optional.empty()));
        });
        return nodes;
    }

    private static boolean reached(@Nullable Instant moment, Instant asOf) {
        return moment != null && !moment.isAfter(asOf);
    }
}
