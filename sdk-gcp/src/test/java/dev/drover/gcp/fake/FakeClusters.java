package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.AutoscalingPolicy;
import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterConfig;
import com.google.cloud.dataproc.v1.ClusterControllerGrpc.ClusterControllerImplBase;
import com.google.cloud.dataproc.v1.ClusterStatus.State;
import com.google.cloud.dataproc.v1.CreateClusterRequest;
import com.google.cloud.dataproc.v1.DeleteClusterRequest;
import com.google.cloud.dataproc.v1.GetClusterRequest;
import com.google.cloud.dataproc.v1.ListClustersRequest;
import com.google.cloud.dataproc.v1.ListClustersResponse;
import com.google.cloud.dataproc.v1.UpdateClusterRequest;
import com.google.longrunning.Operation;
import com.google.protobuf.util.FieldMaskUtil;
import dev.drover.testkit.spark.SparkMachine;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Dataproc's clusters, with state, for {@link FakeRpc}. What takes time takes the time of the test's clock, or lasts until
 * the test says so. Safe for many threads.
 */
public final class FakeClusters extends ClusterControllerImplBase {
    private static final Duration TAKES = Duration.ofSeconds(20);

    private final InstantSource clock;
    private final Optional<SparkMachine> machine;
    private final Optional<FakeGcs> gcs;
    private final Map<String, FakeCluster> clusters = new LinkedHashMap<>();
    private final FakeOperations operations = new FakeOperations(this);
    private final FakePolicies policies = new FakePolicies(this);
    private final Map<String, Queue<Trouble>> troubles = new HashMap<>();
    private final Set<String> held = new HashSet<>();
    private int pageSize = 200;
    private int quota = Integer.MAX_VALUE;
    private int made;
    private Optional<CreateClusterRequest> lastCreate = Optional.empty();
    private Optional<UpdateClusterRequest> lastUpdate = Optional.empty();

    /**
     * How an operation ends badly.
     *
     * @param leavesCluster whether the cluster stays, in the state ERROR
     * @param detail what the cluster's state says
     */
    public record Trouble(Code code, String message, boolean leavesCluster, String detail) {
        public Trouble(Code code, String message, boolean leavesCluster) {
            this(code, message, leavesCluster, message);
        }
    }

    /** Clusters whose initialization actions do nothing. */
    public FakeClusters(InstantSource clock) {
        this(clock, Optional.empty(), Optional.empty());
    }

    /**
     * Clusters whose initialization actions run.
     *
     * @param machine which finds {@code gcloud} on its path
     * @param gcs where they are, and where their output goes
     */
    public FakeClusters(InstantSource clock, SparkMachine machine, FakeGcs gcs) {
        this(clock, Optional.of(machine), Optional.of(gcs));
    }

    private FakeClusters(InstantSource clock, Optional<SparkMachine> machine, Optional<FakeGcs> gcs) {
        this.clock = clock;
        this.machine = machine;
        this.gcs = gcs;
    }

    /** All that a server needs for clusters. */
    public BindableService[] services() {
        return new BindableService[] {this, operations, policies};
    }

    // For tests

    /** Somebody else's cluster of two workers. */
    public synchronized Cluster add(String name, State state) {
        ClusterConfig.Builder config = ClusterConfig.newBuilder().setConfigBucket("staging");
        config.getMasterConfigBuilder().setNumInstances(1).setMachineTypeUri("n2-standard-4");
        config.getWorkerConfigBuilder().setNumInstances(2).setMachineTypeUri("n2-standard-4");
        config.getSoftwareConfigBuilder().setImageVersion("2.3.5-debian12").putProperties("spark:spark.a", "b");
        Cluster asked =
                Cluster.newBuilder().setClusterName(name).setConfig(config).build();
        return make(asked, state).message();
    }

    private FakeCluster make(Cluster asked, State state) {
        Cluster.Builder cluster = asked.toBuilder().setClusterUuid("uuid-" + ++made);
        ClusterConfig.Builder config = cluster.getConfigBuilder();
        if (config.getConfigBucket().isEmpty()) {
            config.setConfigBucket("dataproc-staging");
        }
        if (config.getTempBucket().isEmpty()) {
            config.setTempBucket("dataproc-temp");
        }
        if (config.getGceClusterConfig().getZoneUri().isEmpty()) {
            config.getGceClusterConfigBuilder().setZoneUri("europe-west1-b");
        }
        cluster.putLabels("goog-dataproc-cluster-name", cluster.getClusterName())
                .putLabels("goog-dataproc-cluster-uuid", cluster.getClusterUuid());
        FakeCluster one = new FakeCluster(cluster.build(), actions(cluster), clock.instant());
        one.enter(state, "", clock.instant());
        one.name();
        clusters.put(cluster.getClusterName(), one);
        return one;
    }

    private Optional<InitActions> actions(Cluster.Builder cluster) {
        if (machine.isEmpty() || gcs.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new InitActions(
                machine.get(),
                gcs.get(),
                cluster.getConfig().getInitializationActionsList(),
                "gs://" + cluster.getConfig().getConfigBucket() + "/google-cloud-dataproc-metainfo/"
                        + cluster.getClusterUuid() + "/" + cluster.getClusterName() + "-m/"));
    }

    public synchronized Optional<Cluster> cluster(String name) {
        look();
        return Optional.ofNullable(clusters.get(name)).map(FakeCluster::message);
    }

    public synchronized List<Cluster> clusters() {
        look();
        return clusters.values().stream().map(FakeCluster::message).toList();
    }

    /** Something happens to it that nobody asked for. */
    public synchronized void enter(String name, State state, String detail) {
        clusters.get(name).enter(state, detail, clock.instant());
    }

    /** It is gone. */
    public synchronized void forget(String name) {
        clusters.remove(name);
    }

    /** A job runs on it now. */
    public synchronized void use(String name) {
        clusters.get(name).used(clock.instant());
    }

    /** Operations of a type, such as {@code CREATE}, do not end until {@link #release}. */
    public synchronized void hold(String type) {
        held.add(type);
    }

    public synchronized void release(String type) {
        held.remove(type);
    }

    /** The next operation of a type fails. */
    public synchronized void failNext(String type, Trouble trouble) {
        troubles.computeIfAbsent(type, unused -> new ArrayDeque<>()).add(trouble);
    }

    public synchronized void pageSize(int size) {
        pageSize = size;
    }

    /** How many CPUs the project may have. */
    public synchronized void quota(int cpus) {
        quota = cpus;
    }

    public synchronized CreateClusterRequest lastCreate() {
        return lastCreate.orElseThrow();
    }

    public synchronized UpdateClusterRequest lastUpdate() {
        return lastUpdate.orElseThrow();
    }

    /** By their names. */
    public synchronized Map<String, AutoscalingPolicy> policies() {
        return Map.copyOf(policies.all());
    }

    // Time

    private void look() {
        Instant now = clock.instant();
        for (Iterator<FakeCluster> each = clusters.values().iterator(); each.hasNext(); ) {
            FakeCluster cluster = each.next();
            if (cluster.expired(now)) {
                delete(cluster, "");
            }
            if (!cluster.look(now, held.contains(work(cluster)))) {
                each.remove();
            }
        }
    }

    private static String work(FakeCluster cluster) {
        return switch (cluster.state()) {
            case CREATING -> "CREATE";
            case UPDATING -> "UPDATE";
            case DELETING -> "DELETE";
            default -> "";
        };
    }

    private FakeOperation begin(FakeCluster cluster, String requestId, String type) {
        Cluster message = cluster.message();
        return operations.begin(
                "projects/" + message.getProjectId() + "/regions/europe-west1",
                requestId,
                type,
                message.getClusterName(),
                message.getClusterUuid());
    }

    private Optional<Trouble> trouble(String type) {
        Queue<Trouble> planned = troubles.get(type);
        return planned == null ? Optional.empty() : Optional.ofNullable(planned.poll());
    }

    // The service

    <A> void answer(StreamObserver<A> observer, Callable<A> work) {
        A answer;
        try {
            synchronized (this) {
                look();
                answer = work.call();
            }
        } catch (StatusRuntimeException e) {
            observer.onError(e);
            return;
        } catch (Exception e) {
            observer.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    @Override
    public void createCluster(CreateClusterRequest request, StreamObserver<Operation> answer) {
        answer(answer, () -> {
            ClusterRules.check(request.getRequestId());
            Optional<FakeOperation> before = operations.of(request.getRequestId());
            if (before.isPresent()) {
                return before.get().message();
            }
            Cluster asked = request.getCluster().toBuilder()
                    .setProjectId(request.getProjectId())
                    .build();
            ClusterRules.check(asked.getClusterName(), asked.getConfig(), asked.getLabelsMap());
            if (clusters.containsKey(asked.getClusterName())) {
                throw Status.ALREADY_EXISTS
                        .withDescription("Already exists: Failed to create cluster: Cluster projects/"
                                + request.getProjectId() + "/regions/" + request.getRegion() + "/clusters/"
                                + asked.getClusterName())
                        .asRuntimeException();
            }
            policy(asked.getConfig());
            within(asked.getConfig());
            lastCreate = Optional.of(request);
            FakeCluster cluster = make(asked, State.CREATING);
            FakeOperation operation = begin(cluster, request.getRequestId(), "CREATE");
            Instant now = clock.instant();
            cluster.begin(operation, State.CREATING, now, now.plus(TAKES), trouble("CREATE"), made -> made);
            return operation.message();
        });
    }

    private void policy(ClusterConfig config) {
        String uri = config.getAutoscalingConfig().getPolicyUri();
        if (!uri.isEmpty() && policies.all().keySet().stream().noneMatch(name -> uri.endsWith(name))) {
            throw Status.NOT_FOUND
                    .withDescription("Not found: Autoscaling policy " + uri)
                    .asRuntimeException();
        }
    }

    private void within(ClusterConfig config) {
        int used = clusters.values().stream()
                .mapToInt(each -> ClusterRules.cpus(each.message().getConfig()))
                .sum();
        if (used + ClusterRules.cpus(config) > quota) {
            throw ClusterRules.invalid("Insufficient 'CPUS' quota. Requested " + ClusterRules.cpus(config)
                    + ".0, available " + (quota - used) + ".0.");
        }
    }

    private FakeCluster require(String name) {
        FakeCluster cluster = clusters.get(name);
        if (cluster == null) {
            throw Status.NOT_FOUND
                    .withDescription("Not found: Cluster projects/acme/regions/europe-west1/clusters/" + name)
                    .asRuntimeException();
        }
        return cluster;
    }

    @Override
    public void getCluster(GetClusterRequest request, StreamObserver<Cluster> answer) {
        answer(answer, () -> require(request.getClusterName()).message());
    }

    @Override
    public void listClusters(ListClustersRequest request, StreamObserver<ListClustersResponse> answer) {
        answer(answer, () -> {
            List<Cluster> all = clusters.values().stream()
                    .map(FakeCluster::message)
                    .filter(each -> ClusterFilter.matches(request.getFilter(), each))
                    .toList();
            int size = request.getPageSize() > 0 ? Math.min(request.getPageSize(), pageSize) : pageSize;
            int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
            int to = Math.min(all.size(), from + size);
            ListClustersResponse.Builder page =
                    ListClustersResponse.newBuilder().addAllClusters(all.subList(from, to));
            if (to < all.size()) {
                page.setNextPageToken(String.valueOf(to));
            }
            return page.build();
        });
    }

    @Override
    public void updateCluster(UpdateClusterRequest request, StreamObserver<Operation> answer) {
        answer(answer, () -> {
            ClusterRules.check(request.getRequestId());
            Optional<FakeOperation> before = operations.of(request.getRequestId());
            if (before.isPresent()) {
                return before.get().message();
            }
            FakeCluster cluster = require(request.getClusterName());
            if (cluster.state() != State.RUNNING) {
                throw Status.FAILED_PRECONDITION
                        .withDescription("Cluster '" + request.getClusterName() + "' is in state " + cluster.state()
                                + " and cannot be updated.")
                        .asRuntimeException();
            }
            Cluster.Builder changed = cluster.message().toBuilder();
            FieldMaskUtil.merge(request.getUpdateMask(), request.getCluster(), changed);
            ClusterRules.check(request.getClusterName(), changed.getConfig(), changed.getLabelsMap());
            lastUpdate = Optional.of(request);
            FakeOperation operation = begin(cluster, request.getRequestId(), "UPDATE");
            Instant now = clock.instant();
            cluster.begin(operation, State.UPDATING, now, now.plus(TAKES), trouble("UPDATE"), old -> {
                Cluster.Builder next = old.toBuilder();
                FieldMaskUtil.merge(request.getUpdateMask(), request.getCluster(), next);
                return next.build();
            });
            return operation.message();
        });
    }

    @Override
    public void deleteCluster(DeleteClusterRequest request, StreamObserver<Operation> answer) {
        answer(answer, () -> {
            ClusterRules.check(request.getRequestId());
            Optional<FakeOperation> before = operations.of(request.getRequestId());
            if (before.isPresent()) {
                return before.get().message();
            }
            FakeCluster cluster = require(request.getClusterName());
            String uuid = cluster.message().getClusterUuid();
            if (!request.getClusterUuid().isEmpty() && !request.getClusterUuid().equals(uuid)) {
                throw Status.NOT_FOUND
                        .withDescription("Not found: Cluster with uuid " + request.getClusterUuid())
                        .asRuntimeException();
            }
            if (cluster.state() == State.DELETING) {
                throw Status.FAILED_PRECONDITION
                        .withDescription("Cannot delete cluster '" + request.getClusterName()
                                + "' while it has other pending delete operations.")
                        .asRuntimeException();
            }
            return delete(cluster, request.getRequestId()).message();
        });
    }

    private FakeOperation delete(FakeCluster cluster, String requestId) {
        FakeOperation operation = begin(cluster, requestId, "DELETE");
        Instant now = clock.instant();
        cluster.begin(operation, State.DELETING, now, now.plus(TAKES), trouble("DELETE"), gone -> gone);
        return operation;
    }
}
