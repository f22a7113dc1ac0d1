package dev.drover.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The threads that Drovers had at one moment, to see later which ones have been added and stayed. */
final class DroverThreads {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

    private final Set<Thread> before;

    private DroverThreads(Set<Thread> before) {
        this.before = before;
    }

    static DroverThreads now() {
        return new DroverThreads(new HashSet<>(living()));
    }

    /** The names of those that were not there then and do not end within a moment. */
    List<String> added() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        List<String> stayed = new ArrayList<>();
        for (Thread thread : living()) {
            if (before.contains(thread)) {
                continue;
            }
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
            if (thread.isAlive()) {
                stayed.add(thread.getName());
            }
        }
        return stayed;
    }

    private static List<Thread> living() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("drover") && thread.isAlive())
                .toList();
    }
}
