package dev.drover.standalone.agent;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Ends a driver whose Worker is gone: the master has given it up, and the next attempt may begin at any moment. Spark
 * does so too, but only if the driver was once connected to its Worker; one whose JVM was still starting goes on.
 *
 * <p>A Worker holds the other end of its driver's standard input and never writes to it, so that the end of the input
 * tells that the Worker is gone, however it died and whoever is the driver's parent since.
 */
final class WorkerWatch implements AutoCloseable {
    private final FileChannel input = new FileInputStream(FileDescriptor.in).getChannel();

    private WorkerWatch() {}

    /** Watches on a thread of its own, until closed. */
    static WorkerWatch start() {
        WorkerWatch watch = new WorkerWatch();
        DaemonMain.daemon("drover-worker-watch", watch::run);
        return watch;
    }

    private void run() {
        try {
            ByteBuffer ignored = ByteBuffer.allocate(64);
            while (input.read(ignored) >= 0) {
                ignored.clear();
            }
        } catch (IOException closed) {
            return;
        }
        System.err.println("drover: the worker that started this driver is gone, and so the driver ends");
        ChildProcesses.endWithThisJvm();
    }

    /** A JVM waits 0.3 s for a thread that is still reading when it ends. */
    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
