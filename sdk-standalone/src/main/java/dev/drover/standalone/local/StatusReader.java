package dev.drover.standalone.local;

import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.MetricsTarget;
import dev.drover.spi.CallContext;
import dev.drover.standalone.local.ClusterRecord.Endpoints;
import dev.drover.standalone.rest.MasterClient;
import dev.drover.standalone.rest.MasterEndpoints;
import dev.drover.standalone.rest.MasterState;
import dev.drover.standalone.rest.SparkHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells the status of a cluster from its record, by whichever JVM, and from what its master says. */
final class StatusReader {
    private final SparkHttp http;

    StatusReader(SparkHttp http) {
        this.http = http;
    }

    ClusterStatus status(ClusterId id, ClusterRecord record, CallContext context) {
        Endpoints endpoints = record.endpoints();
        boolean serves = record.state() == ClusterState.READY || record.state() == ClusterState.DEGRADED;
        if (!serves || endpoints == null) {
            return status(id, record, record.state(), List.of(), List.of(), record.problem(), context);
        }
        MasterState master = master(endpoints).state(context);
        int alive = (int)
                master.workers().stream().filter(MasterState.Worker::alive).count();
        boolean all = alive >= record.workers();
        String problem = record.problem();
        if (!all && problem == null) {
            problem = alive + " of " + record.workers() + " workers are there";
        }
        return status(
                id,
                record,
                all && record.state() == ClusterState.READY ? ClusterState.READY : ClusterState.DEGRADED,
                nodes(endpoints, master),
                metrics(endpoints, master),
                problem,
                context);
    }

    /** How many cores of each worker are in use, by its port. */
    Map<Integer, Integer> coresUsed(Endpoints endpoints, CallContext context) {
        return master(endpoints).state(context).workers().stream()
                .filter(MasterState.Worker::alive)
                .collect(Collectors.toMap(MasterState.Worker::port, MasterState.Worker::coresUsed, Math::max));
    }

    /** Whether there are drivers or applications, queued or running. */
    boolean isBusy(Endpoints endpoints, CallContext context) {
        MasterState state = master(endpoints).state(context);
        return !state.activeDrivers().isEmpty() || !state.activeApplications().isEmpty();
    }

    private MasterClient master(Endpoints endpoints) {
        return new MasterClient(
                http, MasterEndpoints.of(URI.create(endpoints.rest()), URI.create(endpoints.ui()), Optional.empty()));
    }

    private static ClusterStatus status(
            ClusterId id,
            ClusterRecord record,
            ClusterState state,
            List<ClusterNode> nodes,
            List<MetricsTarget> metrics,
            @Nullable String problem,
            CallContext context) {
        return new ClusterStatus(
                id,
                state,
                record.step(),
                Optional.ofNullable(record.spark()).map(ClusterRecord.Spark::version),
                nodes,
                metrics,
                Optional.ofNullable(problem),
                context.now());
    }

    private static List<ClusterNode> nodes(Endpoints endpoints, MasterState master) {
        List<ClusterNode> nodes = new ArrayList<>();
        nodes.add(new ClusterNode(
                "master",
                ClusterNode.Role.MASTER,
                URI.create(endpoints.master()).getAuthority(),
                master.status(),
                0,
                0,
                0,
                0,
                Optional.of(URI.create(endpoints.ui()))));
        // The master shows dead ones for some minutes, also those that were removed on purpose.
        for (MasterState.Worker worker :
                master.workers().stream().filter(MasterState.Worker::reachable).toList()) {
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

    private static List<MetricsTarget> metrics(Endpoints endpoints, MasterState master) {
        List<MetricsTarget> targets = new ArrayList<>();
        URI ui = URI.create(endpoints.ui());
        targets.add(new MetricsTarget("master", ui.resolve("/metrics/master/prometheus/"), Map.of()));
        targets.add(new MetricsTarget("applications", ui.resolve("/metrics/applications/prometheus/"), Map.of()));
        master.workers().stream()
                .filter(MasterState.Worker::alive)
                .map(worker -> new MetricsTarget(
                        "worker",
                        URI.create(worker.ui()).resolve("/metrics/prometheus/"),
                        Map.of("worker", worker.id())))
                .forEach(targets::add);
        return targets;
    }
}
