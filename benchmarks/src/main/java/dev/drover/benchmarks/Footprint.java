package dev.drover.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Footprint beyond(Footprint other) {
        return new Footprint(threads - other.threads, heap - other.heap, sockets - other.sockets);
    }

    /** Reports it as what a Drover holds that does this. */
    void into(Figures figures, String doing) {
        figures.less(doing, "threads").ours("Drover", threads);
        figures.less(doing, "MB of heap").ours("Drover", heap / 1e6);
        figures.less(doing, "sockets").ours("Drover", sockets);
    }
}
