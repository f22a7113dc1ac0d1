package dev.drover.aws.emreks;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Customizer;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.aws.internal.Page;
import dev.drover.aws.internal.TokenChain;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.emrcontainers.model.CreateVirtualClusterRequest;
import software.amazon.awssdk.services.emrcontainers.model.VirtualCluster;

/**
 * Virtual clusters. Native calls: create 2, find and list 1 for each 50 virtual clusters of the account, describe 1,
 * terminate 3 and 1 for each run that is under way.
 */
final class VirtualClusterDriver implements ClusterDriver {
    /** An accepted request is seen within seconds; the rest is for a service in trouble. */
    private static final Duration SETTLE = Duration.ofMinutes(1);

    private static final List<String> LIVING = List.of("RUNNING");
    private static final List<String> PRESENT = List.of("RUNNING", "TERMINATING");

    private final Location where;
    private final EmrEksOptions options;
    private final EmrEksApi api;

    VirtualClusterDriver(Location where, EmrEksOptions options, EmrEksApi api) {
        this.where = where;
        this.options = options;
        this.api = api;
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    @Override
    public Safety createSafety() {
        return Safety.KEYED;
    }

    @Override
    public void check(ClusterSpec spec) {
        VirtualClusterRequest.of(spec, options);
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        return TokenChain.create(
                attempt,
                token -> {
                    CreateVirtualClusterRequest.Builder request = VirtualClusterRequest.of(spec, options);
                    Customizer.apply(spec.customizers(), CreateVirtualClusterRequest.Builder.class, request);
                    request.name(VirtualClusterRequest.name(attempt)).clientToken(token);
                    return where.cluster(api.createVirtualCluster(request, context));
                },
                made -> describe(made, context)
                        .map(ClusterStatus::state)
                        .filter(state -> state.terminal() || state == ClusterState.TERMINATING)
                        .isPresent());
    }

    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        String name = VirtualClusterRequest.name(attempt);
        List<ClusterId> found = Page.all(
                        token -> api.virtualClusters(LIVING, token, context),
                        (VirtualCluster cluster) -> name.equals(cluster.name()))
                .stream()
                .map(cluster -> where.cluster(cluster.id()))
                .toList();
        return found.isEmpty() ? new Lookup.NotSeen<>() : new Lookup.Found<>(found);
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return api.virtualCluster(cluster.name(), context).map(found -> status(cluster, found, context));
    }

    @Override
    public List<ClusterStatus> list(CallContext context) {
        return Page.all(
                        token -> api.virtualClusters(PRESENT, token, context),
                        (VirtualCluster cluster) -> VirtualClusterRequest.isDrovers(cluster.name()))
                .stream()
                .map(cluster -> status(where.cluster(cluster.id()), cluster, context))
                .toList();
    }

    private static ClusterStatus status(ClusterId id, VirtualCluster cluster, CallContext context) {
        ClusterState state = VirtualClusterStates.translate(cluster.stateAsString());
        return new ClusterStatus(
                id,
                state,
                cluster.stateAsString(),
                Optional.empty(),
                List.of(),
                List.of(),
                state == ClusterState.FAILED
                        ? Optional.of("its namespace or its EKS cluster is gone or cannot be reached")
                        : Optional.empty(),
                context.now());
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        throw new DroverException(
                ErrorCode.UNSUPPORTED,
                "The machines under a virtual cluster are those of its EKS cluster; change their number there.");
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        String id = cluster.name();
        Optional<String> state = api.virtualCluster(id, context).map(VirtualCluster::stateAsString);
        if (state.isEmpty() || state.get().startsWith("TERMINAT")) {
            return;
        }
        Page.all(token -> api.jobRuns(JobRunStates.ACTIVE, Optional.empty(), id, token, context), run -> true)
                .forEach(run -> api.cancelJobRun(id, run.id(), context));
        api.deleteVirtualCluster(id, context);
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        return VirtualClusterRequest.plan(spec, options);
    }
}
