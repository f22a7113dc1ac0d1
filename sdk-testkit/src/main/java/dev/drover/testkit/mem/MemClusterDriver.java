package dev.drover.testkit.mem;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.Safety;
import dev.drover.testkit.fault.MemApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clusters of the pretended platform. */
final class MemClusterDriver implements ClusterDriver {
    private final Endpoint endpoint;
    private final Clusters clusters;
    private final MemSettings settings;

    MemClusterDriver(Endpoint endpoint, Clusters clusters, MemSettings settings) {
        this.endpoint = endpoint;
        this.clusters = clusters;
        this.settings = settings;
    }

    @Override
    public Duration settle() {
        return settings.settle();
    }

    @Override
    public Safety createSafety() {
        return settings.submitsAt(endpoint.where());
    }

    @Override
    public void check(ClusterSpec spec) {
        // Whatever a spec can say, memory can hold.
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        return endpoint.call(
                context,
                endpoint.request(
                        MemApi.CREATE_CLUSTER, createSafety(), endpoint.where().toString()),
                Optional.empty(),
                Optional.of(attempt.key()),
                (asOf, sentAt) -> clusters.create(endpoint.where(), spec, attempt));
    }

    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        return endpoint.look(
                context,
                MemApi.FIND_CLUSTERS,
                Optional.empty(),
                attempt.key(),
                (asOf, sentAt) -> clusters.find(endpoint.where(), attempt, asOf));
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return endpoint.call(
                context,
                MemApi.DESCRIBE_CLUSTER,
                cluster,
                Optional.empty(),
                (asOf, sentAt) -> clusters.get(cluster)
                        .filter(known -> known.knownBy(asOf))
                        .map(known -> known.status(asOf)));
    }

    @Override
    public List<ClusterStatus> list(CallContext context) {
        return endpoint.call(
                context,
                MemApi.LIST_CLUSTERS,
                Optional.empty(),
                (asOf, sentAt) -> clusters.madeIn(endpoint.where(), asOf)
                        .map(cluster -> cluster.status(asOf))
                        .toList());
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        endpoint.call(context, MemApi.RESIZE_CLUSTER, cluster, Optional.empty(), (asOf, sentAt) -> {
            clusters.living(cluster).resize(workers);
            return cluster;
        });
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        endpoint.call(context, MemApi.TERMINATE_CLUSTER, cluster, Optional.empty(), (asOf, sentAt) -> {
            clusters.end(cluster, ClusterState.TERMINATED, "it was asked to end");
            return cluster;
        });
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        List<String> limits = new ArrayList<>();
        spec.idleTimeout().ifPresent(limit -> limits.add("ends when idle for " + limit + ": kept by the platform"));
        spec.maxAge().ifPresent(limit -> limits.add("ends at the age of " + limit + ": kept by the platform"));
        return new ClusterPlan(List.of("a master", spec.workers() + " workers of " + spec.worker()), limits, List.of());
    }
}
