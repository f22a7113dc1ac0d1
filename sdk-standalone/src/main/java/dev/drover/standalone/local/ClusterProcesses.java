package dev.drover.standalone.local;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All processes that this JVM started for a cluster. Once {@link #endAll} has begun no new one stays. Safe for use by
 * many threads.
 */
final class ClusterProcesses {
    private static final Logger log = LoggerFactory.getLogger(ClusterProcesses.class);
    private static final String MASTER = "master";
    /** A worker takes its drivers and executors down with it, which takes up to two seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Map<String, DaemonProcess> daemons = new ConcurrentHashMap<>();
    private final Map<ProcessRecord, ProcessHandle> scripts = new ConcurrentHashMap<>();
    private final AtomicInteger lastWorker = new AtomicInteger();
    private volatile boolean ending;

    /** Starts the JVM of the master. */
    DaemonProcess startMaster(DaemonLauncher java) throws IOException, InterruptedException {
        return start(java, MASTER, DaemonScripts.MASTER);
    }

    /** Starts the JVM of one more worker. */
    DaemonProcess startWorker(DaemonLauncher java) throws IOException, InterruptedException {
        return start(java, "worker-" + lastWorker.incrementAndGet(), DaemonScripts.WORKER);
    }

    private DaemonProcess start(DaemonLauncher java, String name, String main)
            throws IOException, InterruptedException {
        DaemonProcess daemon = java.start(name, main);
        daemons.put(name, daemon);
        endIfTooLate(daemon.handle());
        return daemon;
    }

    /** Takes in the process of a script. */
    ProcessRecord add(String name, ProcessHandle script) throws InterruptedException {
        ProcessRecord record = ProcessRecord.of(name, script);
        scripts.put(record, script);
        endIfTooLate(script);
        return record;
    }

    /** Forgets the process of a script, which has ended. */
    void remove(ProcessRecord script) {
        scripts.remove(script);
    }

    /** Whoever ends all may have listed the processes just before this one was among them. */
    private void endIfTooLate(ProcessHandle started) throws InterruptedException {
        if (ending) {
            new ProcessTree(List.of(started)).kill();
            throw new DroverException(ErrorCode.CONFLICT, "The cluster is being ended.");
        }
    }

    /** Forgets a daemon that has ended; false if it is forgotten already. */
    boolean forget(DaemonProcess daemon) {
        return daemons.remove(daemon.name(), daemon);
    }

    static boolean isMaster(DaemonProcess daemon) {
        return daemon.name().equals(MASTER);
    }

    boolean has(String name) {
        return daemons.containsKey(name);
    }

    /** The workers that are to stay, oldest first. */
    List<DaemonProcess> workers() {
        return daemons.values().stream()
                .filter(daemon -> !isMaster(daemon) && !daemon.isLeaving())
                .sorted(Comparator.comparing(DaemonProcess::number))
                .toList();
    }

    /** What others need to recognise the processes. */
    List<ProcessRecord> records() {
        return Stream.concat(daemons.values().stream().map(DaemonProcess::record), scripts.keySet().stream())
                .toList();
    }

    /** Ends some daemons on purpose, with all that they started. */
    void end(List<DaemonProcess> leaving) throws InterruptedException {
        leaving.forEach(DaemonProcess::leave);
        new ProcessTree(leaving.stream().map(DaemonProcess::handle).toList()).end(PATIENCE);
        leaving.forEach(this::forget);
    }

    /** Ends all, politely; at once if the thread is interrupted, whose flag is kept. */
    void endAll() {
        ending = true;
        ProcessTree all = new ProcessTree(
                Stream.concat(daemons.values().stream().map(DaemonProcess::handle), scripts.values().stream())
                        .toList());
        try {
            all.end(PATIENCE);
        } catch (InterruptedException e) {
            kill(all);
            Thread.currentThread().interrupt();
        }
    }

    private static void kill(ProcessTree all) {
        try {
            all.kill();
        } catch (InterruptedException e) {
            // They are killed; only the proof is missing.
            log.debug("Interrupted while processes were killed", e);
        }
    }
}
