package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.CreateClusterRequest;
import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Customizer;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.gcp.internal.MachineCatalogue;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes and finds clusters of Dataproc in one region of a project.
 *
 * <p>Native calls: create 1, and 1 or 2 more with scaling; find and describe 1; list one for each page; resize 2; terminate
 * 1. Safe for use by many threads.
 */
final class DataprocClusterDriver implements ClusterDriver {
    /** For how long a request that nobody waits for any more may still be worked off. */
    private static final Duration SETTLE = Duration.ofMinutes(2);

    private final Location where;
    private final ClusterApi api;
    private final DataprocOptions options;
    private final NodeTranslation nodes;
    private final InitializationScripts scripts;
    private final ClusterTranslation translation;
    private final ScalingPolicies policies;
    private final RequestIds requestIds;
    private final Creation creation;
    private final Resizing resizing;
    private final ClusterReader reader;
    private final InitializationLog log;

    DataprocClusterDriver(Location where, ClusterApi api, DataprocOptions options, ProviderContext context) {
        this.where = where;
        this.api = api;
        this.options = options;
        MachineCatalogue catalogue = MachineCatalogue.load();
        nodes = new NodeTranslation(catalogue, options.spareCapacity());
        scripts = new InitializationScripts(options.staging(), context::storage);
        translation = new ClusterTranslation(api.place(), options, nodes, scripts);
        policies = new ScalingPolicies(api, options);
        requestIds = new RequestIds(context.random());
        creation = new Creation(api, requestIds);
        resizing = new Resizing(api, requestIds, options.decommission());
        reader = new ClusterReader(where, catalogue);
        log = new InitializationLog(context::storage);
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    /** There is one cluster of the attempt's name: a repeat finds it, or makes it. */
    @Override
    public Safety createSafety() {
        return Safety.KEYED;
    }

    @Override
    public void check(ClusterSpec spec) {
        translation.check(spec);
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        CreateClusterRequest.Builder request = translation.request(
                spec,
                attempt,
                scripts.stage(spec.bootstrapActions()),
                policies.ensure(spec, context),
                requestIds.of(attempt));
        Customizer.apply(spec.customizers(), CreateClusterRequest.Builder.class, request);
        Cluster cluster = request.getCluster();
        if (!ClusterNames.of(attempt).equals(cluster.getClusterName()) || !ClusterNames.isOf(attempt, cluster)) {
            throw DroverException.invalid("A customizer has changed the name of the cluster or its label drover-name,"
                    + " by which Drover finds it again.");
        }
        creation.send(request.build(), attempt, context);
        return where.cluster(cluster.getClusterName());
    }

    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        String name = ClusterNames.of(attempt);
        boolean lives = api.find(name, context)
                .filter(cluster -> ClusterNames.isOf(attempt, cluster))
                .filter(cluster -> ClusterStates.isLiving(cluster.getStatus()))
                .isPresent();
        return lives ? new Lookup.Found<>(List.of(where.cluster(name))) : new Lookup.NotSeen<>();
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        if (!ClusterNames.isOne(cluster.name())) {
            return Optional.empty();
        }
        Optional<ClusterStatus> status = api.find(cluster.name(), context).map(found -> reader.read(found, context));
        if (status.isEmpty()) {
            return creation.failure(cluster.name(), context)
                    .map(problem -> ClusterReader.failed(cluster, problem, context));
        }
        return status.map(known -> known.state() == ClusterState.FAILED ? explained(known, context) : known);
    }

    private ClusterStatus explained(ClusterStatus failed, CallContext context) {
        String reason = failed.problem()
                .or(() -> creation.failure(failed.id().name(), context))
                .map(log::explain)
                .orElse("Dataproc gives no reason");
        return new ClusterStatus(
                failed.id(),
                failed.state(),
                failed.nativeState(),
                failed.sparkVersion(),
                failed.nodes(),
                failed.metrics(),
                Optional.of(reason + " Its machines are kept and may cost money: terminate it when you have looked."),
                failed.observedAt());
    }

    @Override
    public List<ClusterStatus> list(CallContext context) {
        return api.list(ClusterNames.OURS, context).stream()
                .filter(ClusterNames::isOurs)
                .map(cluster -> reader.read(cluster, context))
                .toList();
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        resizing.resize(cluster, workers, context);
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        if (ClusterNames.isOne(cluster.name())) {
            creation.end(cluster.name(), "", context);
        }
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        try {
            translation.check(spec);
        } catch (DroverException e) {
            return new ClusterPlan(List.of(), List.of(), List.of(e.getMessage()));
        }
        return new DataprocPlan(api.place(), options)
                .of(
                        spec,
                        translation.image(spec),
                        nodes.of(spec),
                        policies.made(spec).map(policy -> policy.getId()),
                        policies.problems(spec, context));
    }
}
