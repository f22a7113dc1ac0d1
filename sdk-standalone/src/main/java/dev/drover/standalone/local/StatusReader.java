package dev.drover.standalone.local;

import dev.drover.ClusterId;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.spi.CallContext;
import dev.drover.standalone.local.ClusterRecord.Endpoints;
import dev.drover.standalone.rest.MasterClient;
import dev.drover.standalone.rest.MasterEndpoints;
import dev.drover.standalone.rest.MasterState;
import dev.drover.standalone.rest.MasterStatus;
import dev.drover.standalone.rest.SparkHttp;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
            return withoutMaster(id, record, context);
        }
        MasterEndpoints master = addresses(endpoints);
        ClusterStatus seen = MasterStatus.of(
                id,
                master,
                new MasterClient(http, master).state(context),
                Optional.of(record.workers()),
                version(record),
                context.now());
        boolean ready = seen.state() == ClusterState.READY && record.state() == ClusterState.READY;
        return new ClusterStatus(
                id,
                ready ? ClusterState.READY : ClusterState.DEGRADED,
                record.step(),
                seen.sparkVersion(),
                // The master shows dead ones for some minutes, also those that were removed on purpose.
                seen.nodes().stream()
                        .filter(node -> !node.state().equals("DEAD"))
                        .toList(),
                seen.metrics(),
                Optional.ofNullable(record.problem()).or(seen::problem),
                context.now());
    }

    /** Of a cluster whose master does not answer yet, or no longer. */
    private static ClusterStatus withoutMaster(ClusterId id, ClusterRecord record, CallContext context) {
        return new ClusterStatus(
                id,
                record.state(),
                record.step(),
                version(record),
                List.of(),
                List.of(),
                Optional.ofNullable(record.problem()),
                context.now());
    }

    private static Optional<String> version(ClusterRecord record) {
        return Optional.ofNullable(record.spark()).map(ClusterRecord.Spark::version);
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
        return new MasterClient(http, addresses(endpoints));
    }

    private static MasterEndpoints addresses(Endpoints endpoints) {
        return MasterEndpoints.of(URI.create(endpoints.rest()), URI.create(endpoints.ui()), Optional.empty());
    }
}
