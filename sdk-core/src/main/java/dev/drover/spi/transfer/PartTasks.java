package dev.drover.spi.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks for the parts of one object, so many at a time. Used by one thread; after the first failure, all that it asks
 * fails likewise. Close it in any case: that ends what still runs.
 *
 * @param <T> what a task gives; not null
 */
public final class PartTasks<T> implements AutoCloseable {
    private static final int GRACE_SECONDS = 10;

    private final Executor executor;
    private final int most;
    private final Semaphore places;
    private final List<Task> tasks = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * No tasks yet.
     *
     * @param most at a time; at least 1
     */
    public PartTasks(Executor executor, int most) {
        this.executor = new UntilClosed(executor);
        this.most = most;
        this.places = new Semaphore(most);
    }

    /** Waits until there is a place for one more. */
    public void awaitPlace() throws InterruptedException {
        places.acquire();
        places.release();
        throwFailure();
    }

    /**
     * Starts a task when there is a place.
     *
     * @throws dev.drover.DroverException CANCELLED if the Drover was closed meanwhile
     */
    public void start(Supplier<T> work) throws InterruptedException {
        places.acquire();
        Task task = new Task(work);
        boolean started = false;
        try {
            throwFailure();
            tasks.add(task);
            executor.execute(task);
            started = true;
        } finally {
            if (!started) {
                places.release();
            }
        }
    }

    /** Waits for all; their results, in the order in which they were started. */
    public List<T> join() throws InterruptedException {
        places.acquire(most);
        places.release(most);
        throwFailure();
        List<T> results = new ArrayList<>();
        tasks.forEach(task -> results.add(task.result()));
        return results;
    }

    /** Interrupts what runs, and gives it a moment to end, since what is undone next must not meet it. */
    @Override
    public void close() {
        tasks.forEach(Task::cancel);
        boolean interrupted = Thread.interrupted();
        try {
            if (places.tryAcquire(most, GRACE_SECONDS, TimeUnit.SECONDS)) {
                places.release(most);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() {
        Throwable failed = failure.get();
        if (failed instanceof RuntimeException error) {
            throw error;
        }
        if (failed instanceof Error error) {
            throw error;
        }
    }

    private final class Task implements Runnable {
        private final Supplier<T> work;
        private @Nullable Thread thread;
        private boolean over;
        private @Nullable T result;

        Task(Supplier<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                if (begin()) {
                    result = work.get();
                }
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                end();
                places.release();
            }
        }

        private synchronized boolean begin() {
            thread = Thread.currentThread();
            return !over;
        }

        /** An interrupt that comes too late must not meet what this thread does next. */
        private synchronized void end() {
            over = true;
            thread = null;
            Thread.interrupted();
        }

        synchronized void cancel() {
            if (!over && thread != null) {
                thread.interrupt();
            }
            over = true;
        }

        T result() {
            T value = result;
            if (value == null) {
                throw new IllegalStateException("A task that has not failed has a result");
            }
            return value;
        }
    }
}
