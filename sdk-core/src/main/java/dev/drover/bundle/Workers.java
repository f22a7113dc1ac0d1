package dev.drover.bundle;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one upload; none outlives it for long. Used by one thread. */
final class Workers implements AutoCloseable {
    static final int COUNT = 8;
    private static final int GRACE_SECONDS = 10;

    private final ExecutorService executor;

    Workers() {
        AtomicInteger number = new AtomicInteger();
        executor = Executors.newFixedThreadPool(COUNT, task -> {
            Thread thread = new Thread(task, "drover-upload-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What is done with workers. */
    @FunctionalInterface
    interface Task<T> {
        T with(Workers workers) throws InterruptedException;
    }

    /** Does something with workers that are there for it alone; a cancelled call of an interrupted thread is its interrupt. */
    static <T> T run(Task<T> task) throws InterruptedException {
        try (Workers workers = new Workers()) {
            return task.with(workers);
        } catch (DroverException e) {
            if (e.code() == ErrorCode.CANCELLED && Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException(e.getMessage());
                interrupted.initCause(e);
                throw interrupted;
            }
            throw e;
        }
    }

    <T> Batch<T> batch() {
        return new Batch<>(executor);
    }

    /** Interrupts what runs, drops what waits, and gives what runs a moment to end. */
    @Override
    public void close() {
        executor.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            executor.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tasks whose results come in the order in which they are ready. */
    static final class Batch<T> {
        private final CompletionService<T> tasks;
        private int pending;

        private Batch(ExecutorService executor) {
            tasks = new ExecutorCompletionService<>(executor);
        }

        void add(Callable<T> task) {
            tasks.submit(task);
            pending++;
        }

        /** How many results are still to be taken. */
        int pending() {
            return pending;
        }

        /** Waits for a result; throws what its task threw. */
        T next() throws InterruptedException {
            pending--;
            return result(tasks.take());
        }

        /** The results that are ready now, without those of tasks that failed. */
        List<T> arrived() {
            List<T> results = new ArrayList<>();
            for (Future<T> done = tasks.poll(); done != null; done = tasks.poll()) {
                try {
                    results.add(done.get());
                } catch (ExecutionException e) {
                    // Of many errors, the first is the one that is thrown.
                } catch (InterruptedException e) {
                    throw new AssertionError("A task that is done needs no waiting", e);
                }
            }
            return results;
        }

        private static <T> T result(Future<T> done) throws InterruptedException {
            try {
                return done.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new AssertionError("Tasks throw nothing checked", e.getCause());
            }
        }
    }
}
