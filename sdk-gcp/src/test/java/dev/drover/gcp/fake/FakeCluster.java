package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterStatus;
import com.google.cloud.dataproc.v1.ClusterStatus.State;
import com.google.cloud.dataproc.v1.InstanceGroupConfig;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import dev.drover.gcp.fake.FakeClusters.Trouble;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A cluster of {@link FakeClusters}, under its lock. What it is busy with ends by the clock. */
final class FakeCluster {
    private final Cluster.Builder cluster;
    private final Optional<InitActions> actions;
    private final Instant created;
    private Optional<Work> work = Optional.empty();
    private Instant idleSince;

    /** What it is busy with. */
    private record Work(
            FakeOperation operation, Instant due, Optional<Trouble> trouble, UnaryOperator<Cluster> effect) {}

    FakeCluster(Cluster cluster, Optional<InitActions> actions, Instant now) {
        this.cluster = cluster.toBuilder();
        this.actions = actions;
        created = now;
        idleSince = now;
    }

    Cluster message() {
        return cluster.clone().build();
    }

    State state() {
        return cluster.getStatus().getState();
    }

    void enter(State state, String detail, Instant now) {
        if (cluster.hasStatus()) {
            cluster.addStatusHistory(cluster.getStatus());
        }
        cluster.setStatus(ClusterStatus.newBuilder()
                .setState(state)
                .setDetail(detail)
                .setStateStartTime(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano())));
    }

    /** Begins something that ends later, and ends what it did before. */
    void begin(
            FakeOperation operation,
            State state,
            Instant now,
            Instant due,
            Optional<Trouble> trouble,
            UnaryOperator<Cluster> effect) {
        work.ifPresent(before -> before.operation().fail(io.grpc.Status.Code.ABORTED, "superseded"));
        work = Optional.of(new Work(operation, due, trouble, effect));
        enter(state, "", now);
    }

    /** Goes on to now; whether it is still there. */
    boolean look(Instant now, boolean held) {
        if (work.isEmpty() || held || now.isBefore(work.get().due())) {
            return true;
        }
        Work current = work.get();
        Optional<Trouble> trouble = current.trouble();
        if (trouble.isEmpty() && current.operation().type().equals("CREATE") && actions.isPresent()) {
            trouble = actions.get().look(now).map(said -> new Trouble(io.grpc.Status.Code.UNKNOWN, said, true));
            if (trouble.isEmpty() && !actions.get().done()) {
                return true;
            }
        }
        work = Optional.empty();
        return end(current, trouble, now);
    }

    private boolean end(Work ended, Optional<Trouble> trouble, Instant now) {
        String type = ended.operation().type();
        if (trouble.isPresent()) {
            ended.operation().fail(trouble.get().code(), trouble.get().message());
            enter(
                    type.equals("UPDATE") ? State.ERROR_DUE_TO_UPDATE : State.ERROR,
                    trouble.get().detail(),
                    now);
            return trouble.get().leavesCluster();
        }
        if (type.equals("DELETE")) {
            ended.operation().succeed(Empty.getDefaultInstance());
            return false;
        }
        Cluster changed = ended.effect().apply(message());
        cluster.clear().mergeFrom(changed);
        name();
        enter(State.RUNNING, "", now);
        idleSince = now;
        ended.operation().succeed(message());
        return true;
    }

    /** The names of its machines, which Dataproc derives from its own, and its web pages. */
    void name() {
        if (cluster.getConfig().getEndpointConfig().getEnableHttpPortAccess()) {
            cluster.getConfigBuilder()
                    .getEndpointConfigBuilder()
                    .putHttpPorts(
                            "YARN ResourceManager",
                            "https://" + cluster.getClusterUuid()
                                    + "-dot-europe-west1.dataproc.googleusercontent.com/yarn/");
        }
        name(cluster.getConfigBuilder().getMasterConfigBuilder(), "-m", false);
        name(cluster.getConfigBuilder().getWorkerConfigBuilder(), "-w", true);
        if (cluster.getConfig().hasSecondaryWorkerConfig()) {
            name(cluster.getConfigBuilder().getSecondaryWorkerConfigBuilder(), "-sw", true);
        }
    }

    private void name(InstanceGroupConfig.Builder group, String suffix, boolean numbered) {
        group.clearInstanceNames();
        for (int i = 0; i < group.getNumInstances(); i++) {
            group.addInstanceNames(cluster.getClusterName() + suffix + (numbered ? "-" + i : ""));
        }
    }

    /** Whether it ends by itself now. */
    boolean expired(Instant now) {
        if (work.isPresent() && state() == State.DELETING) {
            return false;
        }
        var life = cluster.getConfig().getLifecycleConfig();
        boolean old = life.hasAutoDeleteTtl()
                && !now.isBefore(created.plusSeconds(life.getAutoDeleteTtl().getSeconds()));
        boolean idle = life.hasIdleDeleteTtl()
                && state() == State.RUNNING
                && !now.isBefore(idleSince.plusSeconds(life.getIdleDeleteTtl().getSeconds()));
        return old || idle;
    }

    /** A job runs, or has run until now. */
    void used(Instant now) {
        idleSince = now;
    }
}
