package dev.drover.standalone.local;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.Lookup;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.NativeOperation;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clusters on this machine: those of this JVM, which it makes, watches and ends, and those of other JVMs, which it
 * knows by their folders.
 */
final class LocalClusterDriver implements ClusterDriver, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalClusterDriver.class);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration DISK = Duration.ofSeconds(30);

    private final Location where;
    private final Workshop workshop;
    private final RunFolders folders;
    private final StatusReader statuses;
    private final LifeLimits limits;
    private final MachineLimits machine;
    private final Map<String, LocalCluster> own = new ConcurrentHashMap<>();
    private volatile boolean closed;

    LocalClusterDriver(Location where, Workshop workshop, RunFolders folders, StatusReader statuses) {
        this.where = where;
        this.workshop = workshop;
        this.folders = folders;
        this.statuses = statuses;
        this.limits = new LifeLimits(workshop.clock(), statuses);
        this.machine = MachineLimits.ofThisMachine();
    }

    /** A cluster is there, or not, when create returns. */
    @Override
    public Duration settle() {
        return Duration.ZERO;
    }

    @Override
    public void check(ClusterSpec spec) {
        machine.check(spec);
        workshop.check(spec);
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        ClusterId id = where.cluster(attempt.name());
        disk("create", Safety.KEYED, context, timeout -> {
            while (!create(spec, id)) {
                if (context.remaining().isZero()) {
                    throw new NativeException(Failure.refused(
                            ErrorCode.CONFLICT,
                            "the cluster '" + id + "' is still being ended; create it again in a moment."));
                }
                workshop.clock().sleep(PAUSE);
            }
            return id;
        });
        return id;
    }

    /** False while a cluster of this name is being ended. */
    private boolean create(ClusterSpec spec, ClusterId id) throws IOException, NativeException {
        String name = id.name();
        ClusterRecord first = new ClusterRecord(
                UUID.randomUUID().toString(),
                name,
                folders.self(),
                ClusterState.STARTING,
                "beginning",
                null,
                spec.workers(),
                spec.conf(),
                null,
                null,
                List.of());
        Optional<RunFolders.Claim> claim = folders.claim(first);
        if (claim.isEmpty()) {
            if (folders.living(name)
                    .filter(other -> other.state() != ClusterState.TERMINATING)
                    .isPresent()) {
                throw new NativeException(Failure.refused(
                        ErrorCode.ALREADY_EXISTS, "another process made the cluster '" + id + "' in this moment."));
            }
            return false;
        }
        begin(spec, first, claim.get());
        return true;
    }

    private void begin(ClusterSpec spec, ClusterRecord first, RunFolders.Claim claim) throws IOException {
        LocalCluster cluster;
        try {
            cluster = new LocalCluster(spec, first, claim, workshop);
        } catch (IOException | RuntimeException e) {
            claim.lock().close();
            claim.folder().delete();
            throw e;
        }
        own.put(first.name(), cluster);
        var unused = cluster.ended().thenAccept(ended -> own.remove(ended.name(), ended));
        if (closed) {
            cluster.beginEnd();
            throw new DroverException(ErrorCode.CANCELLED, "This Drover is closed; open another one.");
        }
        workshop.executor().execute(cluster::make);
        if (spec.idleTimeout().isPresent() || spec.maxAge().isPresent()) {
            workshop.executor().execute(() -> limits.watch(cluster, spec));
        }
        workshop.executor().execute(this::sweep);
    }

    private void sweep() {
        try {
            folders.sweep(workshop.clock().instant());
        } catch (IOException e) {
            log.debug("What dead clusters left could not be removed", e);
        }
    }

    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        Optional<ClusterRecord> record = disk("find", Safety.READ, context, timeout -> folders.living(attempt.name()));
        return record.filter(r -> r.state() != ClusterState.TERMINATING)
                .<Lookup<ClusterId>>map(r -> new Lookup.Found<>(List.of(where.cluster(r.name()))))
                .orElseGet(Lookup.NotSeen::new);
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return record(cluster, context).map(record -> statuses.status(cluster, record, context));
    }

    /** What is known of a cluster now; as failed if its owner has died. */
    Optional<ClusterRecord> record(ClusterId cluster, CallContext context) {
        LocalCluster mine = own.get(cluster.name());
        if (mine != null) {
            return Optional.of(mine.record());
        }
        return disk("describe", Safety.READ, context, timeout -> {
            Optional<ClusterRecord> living = folders.living(cluster.name());
            return living.isPresent() ? living : folders.read(cluster.name()).map(LocalClusterDriver::orphaned);
        });
    }

    private static ClusterRecord orphaned(ClusterRecord record) {
        return record.state().terminal()
                ? record
                : record.at(ClusterState.FAILED, "ORPHANED")
                        .because("the JVM that owned it (process "
                                + record.owner().pid() + ") has ended, and the" + " cluster with it; create it again");
    }

    @Override
    public List<ClusterStatus> list(CallContext context) {
        List<ClusterStatus> found = new ArrayList<>();
        for (ClusterRecord record : disk("list", Safety.READ, context, timeout -> folders.living())) {
            describe(where.cluster(record.name()), context).ifPresent(found::add);
        }
        return found;
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        LocalCluster mine = own.get(cluster.name());
        if (mine == null) {
            throw notMine(cluster, context);
        }
        ClusterRecord record = mine.record();
        if (record.endpoints() == null
                || !(record.state() == ClusterState.READY || record.state() == ClusterState.DEGRADED)) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    "The cluster '" + cluster + "' is " + record.state() + " and cannot be resized; wait until it is"
                            + " ready.");
        }
        Map<Integer, Integer> coresUsed = statuses.coresUsed(record.endpoints(), context);
        disk("resize", Safety.KEYED, context, timeout -> {
            if (!mine.resize(workers, coresUsed)) {
                throw new NativeException(Failure.refused(
                        ErrorCode.CONFLICT, "another thread is resizing '" + cluster + "'; ask again in a moment."));
            }
            return workers;
        });
    }

    private DroverException notMine(ClusterId cluster, CallContext context) {
        return record(cluster, context)
                .filter(record -> !record.state().terminal())
                .map(record -> new DroverException(
                        ErrorCode.CONFLICT,
                        "The cluster '" + cluster + "' belongs to another JVM (process "
                                + record.owner().pid() + "); only that one can resize it."))
                .orElseGet(() -> new DroverException(
                        ErrorCode.NOT_FOUND, "There is no cluster '" + cluster + "'; it ended, or never was here."));
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        disk("terminate", Safety.KEYED, context, timeout -> {
            LocalCluster mine = own.get(cluster.name());
            if (mine != null) {
                mine.terminate();
            }
            Optional<ClusterRecord> other = folders.living(cluster.name());
            if (other.isPresent()) {
                new OtherCluster(other.get(), folders, workshop.clock()).end(context);
            } else {
                folders.remove(cluster.name());
            }
            return cluster;
        });
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        List<String> problems = new ArrayList<>();
        try {
            check(spec);
        } catch (DroverException e) {
            problems.add(e.getMessage());
        }
        return LocalPlan.of(spec, workshop.options(), problems);
    }

    /** Ends the clusters of this JVM. */
    @Override
    public void close() {
        closed = true;
        List<LocalCluster> mine = List.copyOf(own.values());
        mine.forEach(cluster -> workshop.executor().execute(cluster::beginEnd));
        CompletableFuture.allOf(mine.stream().map(LocalCluster::ended).toArray(CompletableFuture[]::new))
                .join();
    }

    private <T> T disk(String what, Safety safety, CallContext context, NativeOperation<T> operation) {
        return context.call(NativeCall.of(what, safety, where.toString(), DISK), operation);
    }
}
