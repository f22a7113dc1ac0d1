package dev.drover.standalone.local;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/** Says how far Maven has come. Jars are fetched by several threads. */
final class DownloadProgress extends AbstractTransferListener {
    private static final long MIB = 1024 * 1024;

    private final String version;
    private final Consumer<String> progress;
    private final AtomicInteger jars = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    DownloadProgress(String version, Consumer<String> progress) {
        this.version = version;
        this.progress = progress;
    }

    @Override
    public void transferSucceeded(TransferEvent event) {
        if (event.getResource().getResourceName().endsWith(".jar")) {
            long sum = bytes.addAndGet(event.getTransferredBytes());
            progress.accept("downloading Spark " + version + ": " + jars.incrementAndGet() + " jars, " + sum / MIB
                    + " MiB so far");
        }
    }
}
