package dev.drover.standalone.local;

import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.DroverException;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.standalone.local.ClusterRecord.Endpoints;
import dev.drover.standalone.local.ClusterRecord.Spark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster that this JVM owns, from its making to its end. Safe for use by many threads.
 *
 * <p>Whatever begins its end, an order, a failure or a daemon's death, first wins {@link #ending}; so it ends once.
 */
final class LocalCluster {
    private static final Logger log = LoggerFactory.getLogger(LocalCluster.class);

    private final ClusterSpec spec;
    private final Workshop workshop;
    private final RunFolder folder;
    private final OwnerLock lock;
    private final RecordFile record;
    private final DaemonScripts scripts;
    private final ClusterProcesses processes = new ClusterProcesses();
    private final AtomicBoolean resizing = new AtomicBoolean();
    private final AtomicReference<@Nullable String> shuffleHost = new AtomicReference<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<LocalCluster> ended = new CompletableFuture<>();
    private volatile @Nullable DaemonLauncher launcher;
    private volatile OptionalInt shufflePort = OptionalInt.empty();

    LocalCluster(ClusterSpec spec, ClusterRecord first, RunFolders.Claim claim, Workshop workshop) throws IOException {
        this.spec = spec;
        this.workshop = workshop;
        this.folder = claim.folder();
        this.lock = claim.lock();
        this.record = new RecordFile(folder, first);
        String jwsKey = workshop.newSecret();
        folder.writeJwsKey(jwsKey);
        this.scripts = new DaemonScripts(spec, folder, workshop.newSecret(), jwsKey);
    }

    String name() {
        return record.get().name();
    }

    ClusterRecord record() {
        return record.get();
    }

    /** Completed once nothing of the cluster runs any more. */
    CompletableFuture<LocalCluster> ended() {
        return ended;
    }

    /** Makes the cluster; returns when it is ready or has failed. */
    void make() {
        try {
            SparkInstallation spark = workshop.spark(spec, this::step);
            workshop.archiveClasses(spark, folder, this::step);
            DaemonLauncher java = prepare(spark);
            launcher = java;
            if (ending.get() || folder.isMarkedTerminated()) {
                beginEnd();
                return;
            }
            DaemonProcess master = watch(processes.startMaster(java));
            List<DaemonProcess> workers = new ArrayList<>();
            for (int i = 0; i < spec.workers(); i++) {
                workers.add(watch(processes.startWorker(java)));
            }
            master.run(scripts.master());
            // Meanwhile all daemons load Spark.
            for (BootstrapAction action : spec.bootstrapActions()) {
                bootstrap(action);
            }
            step("waiting for daemons");
            Deadline deadline = new Deadline(workshop.options().readyTimeout());
            Endpoints endpoints = awaitMaster(master, deadline);
            register(workers, endpoints, deadline);
            record.change(r -> ending.get() ? r : r.at(ClusterState.READY, "ALIVE"));
            log.info("Local cluster {} is ready: {}", name(), endpoints.ui());
        } catch (DaemonFailure | DroverException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("its making was interrupted");
        } catch (IOException | RuntimeException e) {
            log.debug("Local cluster {} could not be made", name(), e);
            fail("it could not be made: " + e);
        }
    }

    /**
     * Asks for another number of workers; fewer end at once, the least busy and then the youngest first; more are there
     * when they have registered.
     *
     * @param coresUsed by the port of a worker
     * @return false, and nothing is done, while another thread does the same
     */
    boolean resize(int workers, Map<Integer, Integer> coresUsed) throws IOException, InterruptedException {
        if (!resizing.compareAndSet(false, true)) {
            return false;
        }
        try {
            changeWorkers(workers, coresUsed);
        } finally {
            resizing.set(false);
        }
        return true;
    }

    private void changeWorkers(int workers, Map<Integer, Integer> coresUsed) throws IOException, InterruptedException {
        record.change(r -> r.withWorkers(workers));
        List<DaemonProcess> current = processes.workers();
        DaemonLauncher java = launcher;
        if (java == null || ending.get()) {
            return;
        }
        if (current.size() > workers) {
            List<DaemonProcess> idleFirst = new ArrayList<>(current);
            Collections.reverse(idleFirst);
            idleFirst.sort(Comparator.<DaemonProcess, Boolean>comparing(
                            worker -> worker.name().equals(shuffleHost.get()))
                    .thenComparing(worker -> coresUsed.getOrDefault(worker.port(), 0)));
            remove(idleFirst.subList(0, current.size() - workers));
        } else if (current.size() < workers) {
            add(java, workers - current.size());
        }
    }

    /** Whether the master takes jobs. */
    boolean takesJobs() {
        ClusterState state = record.get().state();
        return state == ClusterState.READY || state == ClusterState.DEGRADED;
    }

    /** Ends everything and removes the folder; returns when that is done, or if another thread has begun it. */
    void beginEnd() {
        if (ending.compareAndSet(false, true)) {
            end(ClusterState.TERMINATED, null);
        }
    }

    /** Ends everything and removes the folder; returns when that is done, by whichever thread. */
    void terminate() throws InterruptedException {
        beginEnd();
        try {
            ended.get();
        } catch (ExecutionException e) {
            throw new AssertionError("The end never fails", e);
        }
    }

    private DaemonLauncher prepare(SparkInstallation spark) throws IOException, InterruptedException {
        step("starting daemons");
        shufflePort = spec.shuffleService() ? OptionalInt.of(workshop.freePort()) : OptionalInt.empty();
        Map<String, String> jobConf = JobConf.of(spec, workshop.archiveOptions(spark), shufflePort);
        Spark what = new Spark(spark.version(), workshop.pythonHome(spark));
        record.change(r -> r.running(what, jobConf));
        return workshop.launcher(spark, folder);
    }

    private Endpoints awaitMaster(DaemonProcess master, Deadline deadline) throws InterruptedException, DaemonFailure {
        Endpoints endpoints = new Endpoints(
                master.await(LogEvent.MASTER_URL, deadline.left()),
                "http://127.0.0.1:" + master.await(LogEvent.REST_PORT, deadline.left()),
                "http://127.0.0.1:" + master.await(LogEvent.MASTER_UI_PORT, deadline.left()));
        record.change(r -> r.answeringAt(endpoints));
        return endpoints;
    }

    /** Tells workers who their master is and waits until it knows them. */
    private void register(List<DaemonProcess> workers, Endpoints endpoints, Deadline deadline)
            throws InterruptedException, DaemonFailure {
        for (DaemonProcess worker : workers) {
            worker.run(scripts.worker(worker.name(), endpoints.master(), shufflePort(worker)));
        }
        for (DaemonProcess worker : workers) {
            worker.await(LogEvent.REGISTERED, deadline.left());
        }
    }

    /** All executors of a machine share one shuffle service, so only one worker runs it. */
    private OptionalInt shufflePort(DaemonProcess worker) {
        String host = shuffleHost.updateAndGet(now -> now != null && processes.has(now) ? now : worker.name());
        return worker.name().equals(host) ? shufflePort : OptionalInt.empty();
    }

    private void bootstrap(BootstrapAction action) throws IOException, InterruptedException, DaemonFailure {
        step("bootstrap action " + action.name());
        BootstrapRun run = new BootstrapRun(action, folder, workshop::storage);
        Process process = run.start(workshop.bootstrapEnvironment());
        ProcessRecord script = processes.add(action.name(), process.toHandle());
        recordProcesses();
        try {
            run.await(process);
        } finally {
            processes.remove(script);
            recordProcesses();
        }
    }

    private DaemonProcess watch(DaemonProcess daemon) {
        recordProcesses();
        var unused = daemon.ended().thenAcceptAsync(this::daemonEnded, workshop.executor());
        return daemon;
    }

    private void add(DaemonLauncher java, int count) throws IOException, InterruptedException {
        record.change(r -> r.at(ClusterState.DEGRADED, "adding " + count + " workers"));
        List<DaemonProcess> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(watch(processes.startWorker(java)));
        }
        workshop.executor().execute(() -> awaitAdded(added));
    }

    private void awaitAdded(List<DaemonProcess> added) {
        try {
            Endpoints endpoints = Objects.requireNonNull(record.get().endpoints());
            register(added, endpoints, new Deadline(workshop.options().readyTimeout()));
            readyIfAllAreThere();
        } catch (DaemonFailure e) {
            degrade(String.valueOf(e.getMessage()));
            // Whatever did not come in time must not come late, when it was asked for again.
            added.stream().filter(worker -> !worker.has(LogEvent.REGISTERED)).forEach(DaemonProcess::kill);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove(List<DaemonProcess> leaving) throws InterruptedException {
        processes.end(leaving);
        recordProcesses();
        readyIfAllAreThere();
    }

    private void readyIfAllAreThere() {
        record.change(r -> ending.get() || processes.workers().size() < r.workers()
                ? r
                : r.at(ClusterState.READY, "ALIVE").because(null));
    }

    private void daemonEnded(DaemonProcess daemon) {
        if (!processes.forget(daemon) || daemon.isLeaving() || ending.get()) {
            return;
        }
        recordProcesses();
        if (ClusterProcesses.isMaster(daemon) || record.get().state() == ClusterState.STARTING) {
            fail(daemon.obituary());
        } else {
            degrade(daemon.obituary());
        }
    }

    private void degrade(String problem) {
        if (folder.isMarkedTerminated()) {
            beginEnd();
            return;
        }
        log.warn("Local cluster {} is degraded: {}", name(), problem);
        record.change(
                r -> ending.get() ? r : r.at(ClusterState.DEGRADED, "ALIVE").because(problem));
    }

    private void fail(String problem) {
        if (folder.isMarkedTerminated()) {
            beginEnd();
        } else if (ending.compareAndSet(false, true)) {
            log.warn("Local cluster {} has failed: {}", name(), problem);
            end(ClusterState.FAILED, problem);
        }
    }

    private void end(ClusterState last, @Nullable String problem) {
        try {
            record.change(
                    r -> r.at(ClusterState.TERMINATING, "ending processes").because(problem));
            processes.endAll();
            record.change(r -> r.at(last, last.name()).withProcesses(List.of()));
            lock.close();
            if (last == ClusterState.TERMINATED) {
                folder.delete();
            }
        } catch (IOException e) {
            log.warn("The folder {} of an ended cluster could not be removed", folder.path(), e);
        } finally {
            ended.complete(this);
        }
    }

    private void step(String word) {
        log.info("Local cluster {}: {}", name(), word);
        workshop.progress("create cluster " + name(), word);
        record.change(r -> ending.get() ? r : r.at(ClusterState.STARTING, word));
    }

    private void recordProcesses() {
        record.change(r -> r.withProcesses(processes.records()));
    }
}
