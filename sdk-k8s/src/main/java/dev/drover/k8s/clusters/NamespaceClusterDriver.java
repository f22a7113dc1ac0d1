package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.Resources;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Patch;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Existing;
import dev.drover.spi.Lookup;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Namespaces as clusters: what a cluster's workers offer is the namespace's quota. A namespace that Drover did not make
 * takes jobs, but is neither changed nor deleted.
 */
final class NamespaceClusterDriver implements ClusterDriver {
    private final Location where;
    private final KubeCalls calls;
    private final Making making;
    private final NamespaceParts parts;
    private final NamespaceStatuses statuses;
    private final NamespacePlans plans;

    NamespaceClusterDriver(Location where, KubeNamespaceOptions options, KubeCalls calls) {
        this.where = where;
        this.calls = calls;
        this.making = new Making(calls);
        this.parts = new NamespaceParts(options);
        this.statuses = new NamespaceStatuses(options, calls);
        this.plans = new NamespacePlans(parts, calls);
    }

    /** A request that was lost may be under way for as long as an API server works on one. */
    @Override
    public Duration settle() {
        return Duration.ofSeconds(60);
    }

    @Override
    public Safety createSafety() {
        return Safety.KEYED;
    }

    @Override
    public void check(ClusterSpec spec) {
        if (spec.sparkVersion().isPresent()) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "A namespace has no Spark of its own: leave out sparkVersion; a job's image brings it.");
        }
        if (!spec.conf().isEmpty()) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "A namespace keeps no Spark properties: set " + spec.conf().keySet() + " with the jobs.");
        }
        Labels.check(spec.labels());
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        String name = attempt.name();
        // Built before anything is made: a secret that cannot be read must leave nothing behind.
        List<Part> inside = parts.inside(name, spec);
        making.make(name, parts.namespace(name, spec), namespace -> inside, context);
        return where.cluster(name);
    }

    /** A namespace that is only half made is not found, so that {@link #create} completes it. */
    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        return namespace(attempt.name(), context)
                .filter(namespace -> Meta.of(namespace).belongs(attempt.name())
                        && Meta.of(namespace).made()
                        && !NamespaceStatuses.ending(namespace))
                .<Lookup<ClusterId>>map(namespace -> new Lookup.Found<>(List.of(where.cluster(attempt.name()))))
                .orElseGet(Lookup.NotSeen::new);
    }

    private Optional<JsonObject> namespace(String name, CallContext context) {
        return Existing.of(() -> calls.read(KubeRequest.get(Kinds.NAMESPACES, "", name), context));
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return namespace(cluster.name(), context).map(namespace -> statuses.status(cluster, namespace, context));
    }

    /** Also those that are half made or being deleted. */
    @Override
    public List<ClusterStatus> list(CallContext context) {
        return Listing.all(
                        calls, KubeRequest.list(Kinds.NAMESPACES, "").with("labelSelector", Labels.selector()), context)
                .stream()
                .filter(namespace ->
                        Meta.of(namespace).belongs(Meta.of(namespace).name()))
                .map(namespace ->
                        statuses.status(where.cluster(Meta.of(namespace).name()), namespace, context))
                .toList();
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        JsonObject namespace = namespace(cluster.name(), context)
                .filter(found -> !NamespaceStatuses.ending(found))
                .orElseThrow(() ->
                        new DroverException(ErrorCode.NOT_FOUND, "There is no namespace '" + cluster.name() + "'."));
        requireOurs(cluster, namespace, "its quota is left alone");
        Meta meta = Meta.of(namespace);
        if (!meta.made()) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    "The namespace '" + cluster + "' is still being made; resize it when it is ready.");
        }
        Resources each = Resources.of(number(meta, Labels.WORKER_CORES), number(meta, Labels.WORKER_MEMORY));
        JsonObject hard = new JsonObject();
        NamespaceParts.amounts(workers, each).forEach(hard::addProperty);
        JsonObject spec = new JsonObject();
        spec.add("hard", hard);
        JsonObject change = new JsonObject();
        change.add("spec", spec);
        var unused = calls.keyed(
                KubeRequest.patch(Kinds.QUOTAS, cluster.name(), NamespaceParts.LIMITS, Patch.MERGE, change), context);
    }

    private static int number(Meta meta, String annotation) {
        return meta.annotation(annotation)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElseThrow(() -> new DroverException(
                        ErrorCode.CONFLICT,
                        "The namespace '" + meta.name() + "' has lost its annotation " + annotation
                                + ", so it cannot be told how large a worker is. Restore it."));
    }

    private static void requireOurs(ClusterId cluster, JsonObject namespace, String what) {
        if (!Meta.of(namespace).belongs(cluster.name())) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    Effect.NONE,
                    false,
                    "Drover did not make the namespace '" + cluster.name() + "', so " + what
                            + ". Whoever made it can do that with kubectl.",
                    null);
        }
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        Optional<JsonObject> there = namespace(cluster.name(), context);
        if (there.isEmpty()) {
            return;
        }
        JsonObject namespace = there.get();
        requireOurs(cluster, namespace, "it and what is in it are left alone");
        if (!NamespaceStatuses.ending(namespace)) {
            making.end(Kinds.NAMESPACES, "", cluster.name(), Meta.of(namespace).uid(), context);
        }
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        return plans.plan(spec, () -> check(spec), context);
    }
}
