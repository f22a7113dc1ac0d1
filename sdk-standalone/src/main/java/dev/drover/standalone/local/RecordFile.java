package dev.drover.standalone.local;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The record of a cluster by its owner: changed in memory, written after each change, never by two threads at once. */
final class RecordFile {
    private static final Logger log = LoggerFactory.getLogger(RecordFile.class);

    private final RunFolder folder;
    private volatile ClusterRecord current;
    private final AtomicInteger unwritten = new AtomicInteger();

    RecordFile(RunFolder folder, ClusterRecord first) {
        this.folder = folder;
        this.current = first;
    }

    ClusterRecord get() {
        return current;
    }

    /** Changes the record and returns it as it is now. Whoever finds nobody writing writes, for others too. */
    ClusterRecord change(UnaryOperator<ClusterRecord> change) {
        ClusterRecord changed = apply(change);
        if (unwritten.getAndIncrement() == 0) {
            int done = 0;
            do {
                done = unwritten.get();
                write();
            } while (unwritten.addAndGet(-done) > 0);
        }
        return changed;
    }

    private synchronized ClusterRecord apply(UnaryOperator<ClusterRecord> change) {
        current = change.apply(current);
        return current;
    }

    private void write() {
        try {
            folder.write(current);
        } catch (IOException e) {
            // Only other JVMs read it, and only while the folder is there.
            log.debug("The record in {} could not be written", folder.path(), e);
        }
    }
}
