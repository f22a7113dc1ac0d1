package dev.drover.standalone.local;

import dev.drover.DroverClock;
import dev.drover.spi.CallContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A living cluster of another JVM, or of another Drover in this one. */
final class OtherCluster {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration OWNER_CLEANS = Duration.ofSeconds(5);

    private final ClusterRecord record;
    private final RunFolders folders;
    private final DroverClock clock;

    OtherCluster(ClusterRecord record, RunFolders folders, DroverClock clock) {
        this.record = record;
        this.folders = folders;
        this.clock = clock;
    }

    /** Ends its processes. The owner sees that, and why, and removes the folder; if it dies meanwhile, this does. */
    void end(CallContext context) throws IOException, InterruptedException {
        RunFolder folder = folders.folder(record.name());
        folder.markTerminated();
        List<ProcessHandle> running = record.processes().stream()
                .flatMap(process -> process.running().stream())
                .toList();
        new ProcessTree(running).end(PATIENCE);
        Deadline deadline = new Deadline(OWNER_CLEANS);
        while (isThere() && !deadline.left().isZero() && !context.remaining().isZero()) {
            if (folders.living(record.name()).isEmpty()) {
                folders.remove(record.name());
            }
            clock.sleep(PAUSE);
        }
    }

    private boolean isThere() throws IOException {
        return folders.read(record.name())
                .filter(now -> now.incarnation().equals(record.incarnation()))
                .isPresent();
    }
}
