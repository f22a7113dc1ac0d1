package dev.drover.standalone.hosts;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.spi.ProviderContext;
import dev.drover.standalone.hosts.ClusterRecord.Phase;
import dev.drover.standalone.hosts.Register.Lock;
import dev.drover.standalone.hosts.Together.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes clusters behind their creators' backs: Spark is brought, nodes are started, which then run by themselves, and they are
 * watched until the cluster is ready. If anything fails on the way, all of it is undone. Safe for use by many threads.
 */
final class Makings implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Makings.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final HostsOptions options;
    private final ProviderContext drover;
    private final Register register;
    private final Allocation allocation;
    private final SparkCopies spark;
    private final Nodes nodes;
    private final Ending ending;
    private final Statuses statuses;
    private final Together together;
    private final Set<CountDownLatch> launching = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Makings(
            HostsOptions options,
            ProviderContext drover,
            Register register,
            Allocation allocation,
            SparkCopies spark,
            Nodes nodes,
            Ending ending,
            Statuses statuses,
            Together together) {
        this.options = options;
        this.drover = drover;
        this.register = register;
        this.allocation = allocation;
        this.spark = spark;
        this.nodes = nodes;
        this.ending = ending;
        this.statuses = statuses;
        this.together = together;
    }

    /** Begins; the lock is given back when the cluster is ready or undone. */
    void begin(ClusterRecord record, Lock lock, CallContext context) {
        CountDownLatch launched = new CountDownLatch(1);
        launching.add(launched);
        drover.executor().execute(() -> {
            try {
                make(record, launched, context);
            } finally {
                lock.close();
                launched.countDown();
                launching.remove(launched);
            }
        });
    }

    private void make(ClusterRecord record, CountDownLatch launched, CallContext context) {
        try {
            ClusterRecord made = launch(record, context).at(Phase.MADE);
            if (!register.change(made, context.renewed())) {
                throw new DroverException(ErrorCode.CANCELLED, "it was ended while it was made");
            }
            launched.countDown();
            watch(made, context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DroverException e) {
            undo(record, e, context.renewed());
        } catch (RuntimeException e) {
            log.warn("The cluster {} could not be made", record.name(), e);
            undo(record, new DroverException(ErrorCode.INTERNAL, String.valueOf(e)), context.renewed());
        }
    }

    private ClusterRecord launch(ClusterRecord record, CallContext context) {
        SshHost master = allocation.host(record.master());
        List<SshHost> workers = allocation.hosts(record.workers());
        List<SshHost> all =
                Stream.concat(Stream.of(master), workers.stream()).distinct().toList();
        progress(record, "finding or copying Spark");
        List<Outcome<SshHost, InstalledSpark>> installed =
                together.tryEach(all, host -> spark.ready(host, context.renewed()));
        installed.stream()
                .flatMap(outcome -> outcome.error().stream())
                .findFirst()
                .ifPresent(error -> {
                    throw error;
                });
        progress(record, "starting nodes");
        ClusterRecord here = record.withSpark(spark(installed, master));
        nodes.launch(here, master, Role.MASTER, master, context.renewed());
        together.each(
                workers,
                host -> nodes.launch(
                        record.withSpark(spark(installed, host)), host, Role.WORKER, master, context.renewed()));
        return here;
    }

    private static InstalledSpark spark(List<Outcome<SshHost, InstalledSpark>> installed, SshHost host) {
        return installed.stream()
                .filter(outcome -> outcome.item() == host)
                .findFirst()
                .flatMap(Outcome::result)
                .orElseThrow();
    }

    /** Starts more workers of a cluster that is there. */
    void launchMore(ClusterRecord record, List<String> workers, CallContext context) {
        SshHost master = allocation.host(record.master());
        together.each(
                allocation.hosts(workers),
                host -> nodes.launch(
                        record.withSpark(spark.ready(host, context.renewed())),
                        host,
                        Role.WORKER,
                        master,
                        context.renewed()));
    }

    private void watch(ClusterRecord record, CallContext context) throws InterruptedException {
        DroverClock clock = drover.clock();
        Instant limit = clock.instant().plus(options.readyTimeout()).plus(record.bootstrapTime());
        progress(record, "waiting for the nodes");
        while (!closed) {
            Statuses.Look look = statuses.look(record, context.renewed());
            if (look.ready()) {
                progress(record, "ready");
                return;
            }
            boolean late = clock.instant().isAfter(limit);
            if (look.anyFailed() || late) {
                throw new DroverException(
                        ErrorCode.FAILED,
                        Effect.NONE,
                        false,
                        (late ? "it was not ready after " + options.readyTimeout() + ": " : "") + look.problem(),
                        null);
            }
            clock.sleep(PAUSE);
            if (!register.read(record.name(), context.renewed())
                    .filter(entry -> entry.record().phase() == Phase.MADE)
                    .isPresent()) {
                return;
            }
        }
    }

    private void undo(ClusterRecord record, DroverException why, CallContext context) {
        try {
            var marked = register.change(record.at(Phase.ENDING).because(why.getMessage()), context);
            List<String> left = ending.clear(record, context);
            String problem = why.getMessage() + (left.isEmpty() ? "" : " And " + Ending.left(left));
            log.info("The cluster {} could not be made, and was undone: {}", record.name(), problem);
            marked = register.change(
                    record.at(left.isEmpty() ? Phase.FAILED : Phase.ENDING).because(problem), context);
        } catch (DroverException e) {
            log.warn(
                    "The cluster {} could not be made ({}), and it could not be said so in the register ({}); creating it"
                            + " again clears away what is left",
                    record.name(),
                    why.getMessage(),
                    e.getMessage());
        }
    }

    private void progress(ClusterRecord record, String message) {
        drover.progress("make cluster " + record.name(), message);
    }

    /** Waits until nodes that are being started have been: from then on they need nobody. */
    @Override
    public void close() {
        closed = true;
        try {
            for (CountDownLatch each : launching) {
                each.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
