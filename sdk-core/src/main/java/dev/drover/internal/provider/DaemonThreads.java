package dev.drover.internal.provider;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that never keep a JVM alive. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** As many as there is work, none when there is none. */
    public static ExecutorService cached(String name) {
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
