package dev.drover.standalone.local;

import dev.drover.ClusterState;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of all clusters that share a base folder, made by whichever JVM.
 *
 * <p>A cluster's folder is prepared aside, locked by its owner, and then moved to its name: of many JVMs that want a
 * name only one can have it, and nobody sees a folder without owner and record. Safe for use by many threads.
 */
final class RunFolders {
    private static final Logger log = LoggerFactory.getLogger(RunFolders.class);
    private static final Duration KEEP_FAILED = Duration.ofDays(1);

    private final Path base;
    private final ProcessRecord self = ProcessRecord.of("owner", ProcessHandle.current());

    /** A folder that belongs to this JVM. */
    record Claim(RunFolder folder, OwnerLock lock) {}

    RunFolders(Path base) {
        this.base = base;
    }

    /** This JVM. */
    ProcessRecord self() {
        return self;
    }

    RunFolder folder(String name) {
        return new RunFolder(base.resolve(name));
    }

    /** Makes the folder for a cluster of this JVM's; empty if a cluster that lives has the name. */
    Optional<Claim> claim(ClusterRecord first) throws IOException {
        PrivateFolder aside = PrivateFolder.create(base).aside();
        OwnerLock lock = OwnerLock.take(aside.newFile("owner.lock"));
        RunFolder folder = folder(first.name());
        boolean claimed = false;
        try {
            for (String each : List.of("logs", "work", "staging", "tmp")) {
                aside.folder(each);
            }
            new RunFolder(aside.path()).write(first);
            while (!claimed) {
                claimed = aside.moveTo(folder.path());
                if (!claimed) {
                    if (living(first.name()).isPresent()) {
                        return Optional.empty();
                    }
                    remove(first.name());
                }
            }
            return Optional.of(new Claim(folder, lock));
        } finally {
            if (!claimed) {
                lock.close();
                aside.delete();
            }
        }
    }

    /** What is known of a cluster, living or not. */
    Optional<ClusterRecord> read(String name) throws IOException {
        return folder(name).read();
    }

    /** A cluster that has not ended and whose owner lives. */
    Optional<ClusterRecord> living(String name) throws IOException {
        Optional<ClusterRecord> record = read(name);
        if (record.isEmpty() || record.get().state().terminal()) {
            return Optional.empty();
        }
        // The lock tells, also across containers. This JVM's own locks must not be touched.
        if (record.get().owner().equals(self)) {
            return record;
        }
        try (OwnerLock free = OwnerLock.look(folder(name).lock()).orElse(null)) {
            return free == null ? record : Optional.empty();
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** All clusters that live. */
    List<ClusterRecord> living() throws IOException {
        List<ClusterRecord> found = new ArrayList<>();
        for (Path each : children()) {
            if (!isAside(each)) {
                living(each.getFileName().toString()).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Removes what a dead cluster left: processes, then files. Does nothing to one that lives. */
    void remove(String name) throws IOException {
        RunFolder folder = folder(name);
        if (!Files.exists(folder.path())) {
            return;
        }
        Optional<ClusterRecord> record = folder.read();
        if (record.isPresent() && record.get().owner().equals(self)) {
            if (record.get().state().terminal()) {
                moveAwayAndDelete(folder);
            }
            return;
        }
        // With the lock in hand, and the record as it was before, nobody else can have replaced the cluster.
        try (OwnerLock lock = OwnerLock.tryTake(folder.lock()).orElse(null)) {
            if (lock != null && incarnation(folder.read()).equals(incarnation(record))) {
                record.ifPresent(RunFolders::killProcesses);
                moveAwayAndDelete(folder);
            }
        } catch (NoSuchFileException gone) {
            moveAwayAndDelete(folder);
        }
    }

    /** Removes what dead clusters left; failed ones keep their logs for a day. */
    void sweep(Instant now) throws IOException {
        new PrivateFolder(base).deleteLeftAside(now);
        for (Path each : children()) {
            String name = each.getFileName().toString();
            if (!isAside(each) && living(name).isEmpty()) {
                boolean failed = read(name)
                        .map(record -> record.state() == ClusterState.FAILED)
                        .orElse(false);
                if (!failed || age(each, now).compareTo(KEEP_FAILED) > 0) {
                    log.info("Removing what the local cluster {} left, whose JVM has ended", name);
                    remove(name);
                }
            }
        }
    }

    private static String incarnation(Optional<ClusterRecord> record) {
        return record.map(ClusterRecord::incarnation).orElse("");
    }

    /** The guard in each daemon ends it with its owner; this is for what had no guard, such as bootstrap actions. */
    private static void killProcesses(ClusterRecord record) {
        List<ProcessHandle> running = record.processes().stream()
                .flatMap(process -> process.running().stream())
                .toList();
        try {
            new ProcessTree(running).kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void moveAwayAndDelete(RunFolder folder) throws IOException {
        Path away = PrivateFolder.create(base).aside().path();
        if (new PrivateFolder(folder.path()).moveTo(away)) {
            log.debug("Deleting {}", folder.path());
        }
        new PrivateFolder(away).delete();
    }

    private List<Path> children() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(base, Files::isDirectory)) {
            all.forEach(found::add);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return found;
    }

    private static boolean isAside(Path folder) {
        return folder.getFileName().toString().startsWith(".");
    }

    private static Duration age(Path folder, Instant now) throws IOException {
        try {
            FileTime changed = Files.getLastModifiedTime(folder);
            return Duration.between(changed.toInstant(), now);
        } catch (NoSuchFileException gone) {
            return Duration.ZERO;
        }
    }
}
