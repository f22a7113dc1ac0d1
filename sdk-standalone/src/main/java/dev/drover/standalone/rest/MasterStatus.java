package dev.drover.standalone.rest;

import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.MetricsTarget;
import dev.drover.standalone.rest.MasterState.Worker;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Translates a master's state into the status of its cluster. */
public final class MasterStatus {

    private MasterStatus() {}

    /**
     * The status of a cluster whose master said this.
     *
     * @param workers how many it should have; empty if nobody knows, then each one listed counts
     * @param sparkVersion where known
     */
    public static ClusterStatus of(
            ClusterId id,
            MasterEndpoints master,
            MasterState state,
            Optional<Integer> workers,
            Optional<String> sparkVersion,
            Instant now) {
        long alive = state.workers().stream().filter(Worker::alive).count();
        long wanted = workers.map(Integer::longValue)
                .orElse((long) Math.max(1, state.workers().size()));
        return new ClusterStatus(
                id,
                !state.alive() ? ClusterState.UNKNOWN : alive >= wanted ? ClusterState.READY : ClusterState.DEGRADED,
                state.status(),
                sparkVersion,
                nodes(master, state),
                metrics(master, state),
                problem(state, alive, wanted),
                now);
    }

    private static Optional<String> problem(MasterState state, long alive, long wanted) {
        if (!state.alive()) {
            return Optional.of("the master is not active: " + state.status());
        }
        if (alive >= wanted) {
            return Optional.empty();
        }
        List<String> gone = state.workers().stream()
                .filter(worker -> !worker.alive())
                .map(worker -> worker.host() + ":" + worker.port() + " is " + worker.state())
                .toList();
        return Optional.of(alive + " of " + wanted + " workers are alive"
                + (gone.isEmpty() ? "" : "; " + String.join(", ", gone)));
    }

    private static List<ClusterNode> nodes(MasterEndpoints master, MasterState state) {
        List<ClusterNode> nodes = new ArrayList<>();
        String address = state.url().replaceFirst("^spark://", "");
        nodes.add(new ClusterNode(
                address, ClusterNode.Role.MASTER, address, state.status(), 0, 0, 0, 0, Optional.of(master.ui())));
        for (Worker worker : state.workers()) {
            nodes.add(new ClusterNode(
                    worker.id(),
                    ClusterNode.Role.WORKER,
                    worker.host() + ":" + worker.port(),
                    worker.state(),
                    worker.cores(),
                    worker.coresUsed(),
                    worker.memoryMiB(),
                    worker.memoryUsedMiB(),
                    Optional.of(URI.create(worker.ui()))));
        }
        return nodes;
    }

    /**
     * They answer only where the cluster has the sink {@code org.apache.spark.metrics.sink.PrometheusServlet}; without the
     * slash at the end, with a redirect.
     */
    private static List<MetricsTarget> metrics(MasterEndpoints master, MasterState state) {
        List<MetricsTarget> targets = new ArrayList<>();
        for (String role : List.of("master", "applications")) {
            URI uri = MasterEndpoints.resolve(master.ui(), "/metrics/" + role + "/prometheus/");
            targets.add(new MetricsTarget(role, uri, Map.of()));
        }
        state.workers().stream()
                .filter(Worker::alive)
                .forEach(worker -> targets.add(new MetricsTarget(
                        "worker",
                        MasterEndpoints.resolve(URI.create(worker.ui()), "/metrics/prometheus/"),
                        Map.of("worker", worker.id()))));
        return targets;
    }
}
