package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.Scaling;
import dev.drover.k8s.clusters.KubeSparkOptions.Maker;
import dev.drover.k8s.clusters.SparkParts.Order;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Patch;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.Safety;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Clusters of Spark standalone in the pods of one namespace. What is known of them is there; nothing is kept here. */
final class SparkClusterDriver implements ClusterDriver {
    private static final String NEWEST_SPARK = "4.2.0";
    private static final Pattern BEFORE_4 = Pattern.compile("[0-3]\\..*");

    private final Location where;
    private final String namespace;
    private final KubeSparkOptions options;
    private final KubeCalls calls;
    private final SparkClusters clusters;
    private final SparkMasters masters;
    private final Operators operators;
    private final SparkParts parts;
    private final SparkStatuses statuses;
    private final Making making;
    private final SecureRandom random = new SecureRandom();

    SparkClusterDriver(
            Location where,
            String namespace,
            KubeSparkOptions options,
            KubeCalls calls,
            SparkClusters clusters,
            SparkMasters masters,
            SparkParts parts) {
        this.where = where;
        this.namespace = namespace;
        this.options = options;
        this.calls = calls;
        this.clusters = clusters;
        this.masters = masters;
        this.operators = new Operators(calls);
        this.parts = parts;
        this.statuses = new SparkStatuses(calls, namespace, clusters, masters, operators);
        this.making = new Making(calls);
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
        String version = sparkVersion(spec);
        if (BEFORE_4.matcher(version).matches()) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Spark " + version + " cannot check tokens at its submission server; ask for Spark 4.0 or later.");
        }
        if (spec.sparkVersion().isPresent() && !options.takesVersion()) {
            throw DroverException.invalid("The pods of '" + where + "' run the image " + options.image()
                    + ", whichever version that has. Leave out sparkVersion, or write {version} into the image.");
        }
        Stream.of(spec.master(), spec.workerNodes()).flatMap(Optional::stream).forEach(SparkClusterDriver::check);
        Labels.check(spec.labels());
    }

    private static void check(NodeGroup nodes) {
        if (nodes.purchase() != Purchase.ON_DEMAND || !nodes.disks().isEmpty()) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Pods buy no machines and get no disks here: place them on spot nodes or nodes with disks by"
                            + " KubeSparkOptions.nodeSelector, or add volumes with a customizer of V1StatefulSet.");
        }
    }

    private String sparkVersion(ClusterSpec spec) {
        return spec.sparkVersion().orElse(NEWEST_SPARK);
    }

    private Optional<String> operator(CallContext context) {
        if (options.maker() == Maker.OWN) {
            return Optional.empty();
        }
        Optional<String> found = operators.version(context);
        if (found.isEmpty() && options.maker() == Maker.APACHE_OPERATOR) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "The API server knows no SparkCluster of spark.apache.org: install Apache's operator for Spark, or"
                            + " use KubeSparkOptions.maker(Maker.OWN).");
        }
        return found;
    }

    private Order order(String name, ClusterSpec spec, Optional<String> operator) {
        return new Order(new SparkNames(name, operator.isPresent()), spec, sparkVersion(spec), operator);
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        ClusterId id = where.cluster(attempt.name());
        masters.forget(id);
        Optional<String> operator = operator(context);
        Order order = order(id.name(), spec, operator);
        // Built before anything is made: a script that is not there must leave nothing behind.
        var unused = parts.rest(order, "");
        making.make(
                id.name(),
                parts.secret(order, SparkKeys.fresh(random)),
                secret -> parts.rest(
                        begun(SparkRecord.of(secret), spec, operator),
                        Meta.of(secret).uid().orElse("")),
                context);
        return id;
    }

    /** What was begun by one maker is not completed by another. */
    private Order begun(SparkRecord record, ClusterSpec spec, Optional<String> operator) {
        if (record.operator() && operator.isEmpty()) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    "The cluster '" + record.name() + "' was begun with Apache's operator, which is not used here any"
                            + " more. Create it again.");
        }
        return order(record.name(), spec, record.operator() ? operator : Optional.empty());
    }

    /** A cluster that is only half made is not found, so that {@link #create} completes it. */
    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        return clusters.find(attempt.name(), context)
                .filter(record -> record.made() && !record.ending())
                .<Lookup<ClusterId>>map(record -> new Lookup.Found<>(List.of(where.cluster(record.name()))))
                .orElseGet(Lookup.NotSeen::new);
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return clusters.find(cluster.name(), context).map(record -> statuses.status(cluster, record, context));
    }

    /** Also those that are half made or have failed, as long as anything of them is there. */
    @Override
    public List<ClusterStatus> list(CallContext context) {
        return clusters.all(context).stream()
                .map(record -> statuses.status(where.cluster(record.name()), record, context))
                .toList();
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        SparkRecord record = clusters.find(cluster.name(), context)
                .filter(found -> !found.ending())
                .orElseThrow(() -> new DroverException(ErrorCode.NOT_FOUND, "There is no cluster '" + cluster + "'."));
        if (!record.made() || clusters.wanted(record, context).isEmpty()) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    "The cluster '" + cluster + "' is still being made; resize it when it is ready.");
        }
        Optional<Scaling> range = record.scaling();
        if (range.isPresent()
                && (workers < range.get().minWorkers() || workers > range.get().maxWorkers())) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    "The cluster '" + cluster + "' scales by itself between "
                            + range.get().minWorkers() + " and " + range.get().maxWorkers() + " workers: " + workers
                            + " would not last.");
        }
        JsonObject replicas = new JsonObject();
        replicas.addProperty("replicas", workers);
        JsonObject change = new JsonObject();
        change.add("spec", replicas);
        var unused = calls.keyed(
                KubeRequest.patch(
                        Kinds.STATEFUL_SETS, namespace, record.names().set(SparkRole.WORKER), Patch.MERGE, change),
                context);
    }

    /** Deletes the Secret; Kubernetes deletes what it owns. */
    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        masters.forget(cluster);
        clusters.find(cluster.name(), context)
                .filter(record -> !record.ending())
                .ifPresent(record -> making.end(Kinds.SECRETS, namespace, record.name(), record.uid(), context));
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        return new SparkPlans(calls, namespace, options, parts)
                .plan(spec, () -> check(spec), () -> order(SparkPlans.NAME, spec, operator(context)), context);
    }
}
