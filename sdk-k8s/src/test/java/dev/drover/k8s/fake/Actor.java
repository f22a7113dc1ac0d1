package dev.drover.k8s.fake;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Somebody in the cluster who sees every change of it and acts on some, on a thread of its own, the way controllers do.
 * It works on the store and not over the wire, so that it causes no traffic and meets no fault.
 */
abstract class Actor implements AutoCloseable {
    private static final long TICK_MILLIS = 20;

    final Registry registry;
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final List<RuntimeException> broken = new CopyOnWriteArrayList<>();
    private final Thread thread;

    Actor(Registry registry, String name) {
        this.registry = registry;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        Store store = registry.store();
        synchronized (store) {
            for (Resource resource : concerns()) {
                store.all(resource, "")
                        .values()
                        .forEach(there -> later(() -> changed(
                                new Change(store.version(), resource, Optional.empty(), Optional.of(there), there))));
            }
            store.follow(store.version(), change -> later(() -> changed(change)));
        }
        thread.start();
    }

    /** The kinds of which it also has to know what was there before it came. */
    List<Resource> concerns() {
        return List.of();
    }

    /** Something has changed. */
    abstract void changed(Change change);

    /** Some time has passed. */
    void tick() {}

    /** Does something on its own thread. */
    final void later(Runnable task) {
        work.add(task);
    }

    private void run() {
        long ticked = System.nanoTime();
        while (true) {
            try {
                Runnable task = work.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (task != null) {
                    task.run();
                }
                if (System.nanoTime() - ticked > TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
                    tick();
                    ticked = System.nanoTime();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                broken.add(e);
            }
        }
    }

    /** Ends it, and tells if anything went wrong with it before. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException(thread.getName() + " broke", broken.get(0));
        }
    }
}
