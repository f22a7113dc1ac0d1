package dev.drover.internal.tracker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on an executor, in the order in which they came and only so many at a time; holds no thread while there is
 * nothing to do. Safe for use by many threads.
 */
final class Lanes {
    private final Executor executor;
    private final int width;
    private final Deque<Task> queue = new ArrayDeque<>();
    private int busy;

    private record Task(Runnable body, CompletableFuture<Void> done) {}

    Lanes(Executor executor, int width) {
        this.executor = executor;
        this.width = width;
    }

    /**
     * Runs a task once its turn has come.
     *
     * @return done when the task has ended, exceptionally if it threw or the executor takes no more tasks
     */
    CompletableFuture<Void> run(Runnable body) {
        Task task = new Task(body, new CompletableFuture<>());
        synchronized (this) {
            queue.add(task);
            if (busy == width) {
                return task.done();
            }
            busy++;
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            refuse(e);
        }
        return task.done();
    }

    private void work() {
        @Nullable Task task = next();
        while (task != null) {
            run(task);
            task = next();
        }
    }

    private static void run(Task task) {
        try {
            task.body().run();
            task.done().complete(null);
        } catch (RuntimeException | Error e) {
            task.done().completeExceptionally(e);
        }
    }

    private synchronized @Nullable Task next() {
        @Nullable Task task = queue.poll();
        if (task == null) {
            busy--;
        }
        return task;
    }

    private void refuse(RejectedExecutionException e) {
        Deque<Task> refused;
        synchronized (this) {
            busy--;
            refused = new ArrayDeque<>(queue);
            queue.clear();
        }
        refused.forEach(task -> task.done().completeExceptionally(e));
    }
}
