package dev.drover.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param heap in bytes, after collections
 * @param sockets open ones; 0 where the system does not tell
 */
record Footprint(int threads, long heap, long sockets) {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    static Footprint now() throws InterruptedException {
        return new Footprint(ManagementFactory.getThreadMXBean().getThreadCount(), usedHeap(), openSockets());
    }

    /** Bytes in use after what is garbage has gone. */
    static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(100);
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long openSockets() {
        if (!Files.isDirectory(OPEN_FILES)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(OPEN_FILES)) {
            return open.filter(Footprint::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            // It has been closed meanwhile.
            return false;
        }
    }

    /** How much more this is than another. */
    String beyond(Footprint other) {
        return String.format(
                Locale.ROOT,
                "%d threads, %.1f MB, %d sockets",
                threads - other.threads,
                (heap - other.heap) / 1e6,
                sockets - other.sockets);
    }
}
