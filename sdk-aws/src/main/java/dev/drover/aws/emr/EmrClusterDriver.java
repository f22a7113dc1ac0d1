package dev.drover.aws.emr;

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
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.aws.emr.NodeTranslation.Nodes;
import dev.drover.aws.internal.AwsConnection;
import dev.drover.aws.internal.MachineCatalogue;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Existing;
import dev.drover.spi.Lookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.ClusterSummary;
import software.amazon.awssdk.services.emr.model.ListClustersRequest;
import software.amazon.awssdk.services.emr.model.ListClustersResponse;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;

/**
 * Makes and finds clusters of EMR at one location.
 *
 * <p>Native calls: create 1; find and list one for each 50 living clusters of the account; describe 1, or 3 of a running
 * cluster; resize 3; terminate 1. Safe for use by many threads.
 */
final class EmrClusterDriver implements ClusterDriver {
    private static final List<String> LIVING = List.of("STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING");
    private static final List<String> BILLED =
            List.of("STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING");

    private final Location where;
    private final EmrApi api;
    private final EmrOptions options;
    private final AwsConnection connection;
    private final NodeTranslation nodes;
    private final BootstrapScripts bootstrap;
    private final ClusterTranslation translation;
    private final WorkerGroup workers;
    private final ClusterReader reader;

    EmrClusterDriver(
            Location where,
            EmrApi api,
            EmrOptions options,
            AwsConnection connection,
            Function<StorageUri, Storage> storages) {
        this.where = where;
        this.api = api;
        this.options = options;
        this.connection = connection;
        MachineCatalogue catalogue = MachineCatalogue.load();
        nodes = new NodeTranslation(catalogue);
        bootstrap = new BootstrapScripts(options.staging(), storages);
        translation = new ClusterTranslation(options, nodes, bootstrap);
        workers = new WorkerGroup(api);
        reader = new ClusterReader(api, workers, catalogue, new FailureLog(storages));
    }

    /** As for steps: the time for which EMR takes a signed request, and until the cluster is listed. */
    @Override
    public Duration settle() {
        return EmrJobDriver.SETTLE;
    }

    @Override
    public void check(ClusterSpec spec) {
        translation.check(spec);
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        RunJobFlowRequest.Builder request =
                translation.request(spec, attempt, bootstrap.stage(spec.bootstrapActions()));
        Customizer.apply(spec.customizers(), RunJobFlowRequest.Builder.class, request);
        if (!ClusterNames.of(attempt).equals(request.build().name())) {
            throw DroverException.invalid(
                    "A customizer has changed the name of the cluster, by which Drover finds it again.");
        }
        return where.cluster(api.runJobFlow(request, context));
    }

    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        String name = ClusterNames.of(attempt);
        List<ClusterId> found = list(LIVING, context).stream()
                .filter(cluster -> cluster.name().equals(name))
                .sorted(Comparator.comparing(
                        cluster -> cluster.status().timeline().creationDateTime()))
                .map(cluster -> where.cluster(cluster.id()))
                .toList();
        return found.isEmpty() ? new Lookup.NotSeen<>() : new Lookup.Found<>(found);
    }

    private List<ClusterSummary> list(List<String> states, CallContext context) {
        List<ClusterSummary> all = new ArrayList<>();
        String marker = null;
        do {
            ListClustersResponse page = api.listClusters(
                    ListClustersRequest.builder()
                            .clusterStatesWithStrings(states)
                            .marker(marker),
                    context);
            all.addAll(page.clusters());
            marker = page.marker();
        } while (marker != null && !marker.isEmpty());
        return all;
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return EmrIds.isCluster(cluster) ? Existing.of(() -> reader.read(cluster, context)) : Optional.empty();
    }

    /** Without machines and versions, which would cost calls for each. */
    @Override
    public List<ClusterStatus> list(CallContext context) {
        return list(BILLED, context).stream()
                .filter(cluster -> ClusterNames.isOurs(cluster.name()))
                .map(cluster -> ClusterReader.of(where.cluster(cluster.id()), cluster, context))
                .toList();
    }

    @Override
    public void resize(ClusterId cluster, int count, CallContext context) {
        Cluster known = api.describeCluster(EmrIds.require(cluster), context);
        String word = known.status().stateAsString();
        ClusterState state = ClusterStates.translate(word);
        if (state.terminal()) {
            throw new DroverException(ErrorCode.NOT_FOUND, "'" + cluster + "' has ended (" + word + ").");
        }
        if (state != ClusterState.READY) {
            throw new DroverException(
                    ErrorCode.CONFLICT, "'" + cluster + "' is " + word + "; EMR resizes running clusters only.");
        }
        workers.resize(known, count, context);
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        if (!EmrIds.isCluster(cluster)) {
            return;
        }
        try {
            api.terminateJobFlow(cluster.name(), context);
        } catch (DroverException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        try {
            translation.check(spec);
        } catch (DroverException e) {
            return new ClusterPlan(List.of(), List.of(), List.of(e.getMessage()));
        }
        String release = translation.release(spec);
        List<Nodes> machines = nodes.of(spec);
        List<String> problems = new PlanChecks(api, connection).problems(release, options, context);
        return new EmrPlan(options, connection.region())
                .of(spec, release, machines, bootstrap.keepsTimeouts(), problems);
    }
}
