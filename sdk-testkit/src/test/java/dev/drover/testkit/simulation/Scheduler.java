package dev.drover.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, in an order and at times that follow from a seed alone. A task goes on until it sleeps, waits
 * or ends; then chance chooses among those that can go on, and if there is none, time passes.
 */
final class Scheduler {
    private static final int MOST_STEPS = 200_000;

    private final RandomGenerator random;
    private final ExecutorService threads;
    private final List<Task> tasks = new ArrayList<>();
    private final Semaphore over = new Semaphore(0);
    private final List<String> problems = new ArrayList<>();
    private Instant now;
    private @Nullable Task current;
    private int steps;
    private boolean stuck;

    Scheduler(Instant start, RandomGenerator random, ExecutorService threads) {
        this.now = start;
        this.random = random;
        this.threads = threads;
    }

    /** One thread of a pretended client. */
    private final class Task implements Runnable {
        final Client client;
        final Runnable body;
        final Semaphore turn = new Semaphore(0);
        boolean begun;

        @Nullable
        Thread thread;

        Instant wakeAt = now;

        @Nullable
        CompletableFuture<?> future;

        Task(Client client, Runnable body) {
            this.client = client;
            this.body = body;
        }

        boolean ready() {
            return stuck
                    || client.crashed()
                    || !wakeAt.isAfter(now)
                    || (future != null && future.isDone())
                    || (thread != null && thread.isInterrupted());
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                client.goOn();
                body.run();
            } catch (Crash e) {
                client.crash();
            } catch (Throwable e) {
                problems.add(client + " threw " + e + at(e));
            }
            // The thread goes back to where it came from.
            boolean unused = Thread.interrupted();
            tasks.remove(this);
            if (tasks.isEmpty()) {
                over.release();
            } else {
                start(next());
            }
        }
    }

    private static String at(Throwable e) {
        return e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
    }

    Instant now() {
        return now;
    }

    /** Adds a task; it begins when chance takes it. */
    void spawn(Client client, Runnable body) {
        tasks.add(new Task(client, body));
    }

    /** Runs all tasks, and those that they spawn, to their ends; says what went wrong. */
    List<String> run() {
        if (!tasks.isEmpty()) {
            start(next());
            over.acquireUninterruptibly();
        }
        return problems;
    }

    void sleep(Duration duration) throws InterruptedException {
        switchAway(duration.isNegative() ? now : now.plus(duration), null);
    }

    boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
        if (!future.isDone()) {
            switchAway(now.plus(timeout), future);
        }
        return future.isDone();
    }

    private void switchAway(Instant wakeAt, @Nullable CompletableFuture<?> future) throws InterruptedException {
        Task me = current;
        if (me == null) {
            throw new IllegalStateException("Only tasks can wait");
        }
        me.wakeAt = wakeAt;
        me.future = future;
        Task next = next();
        if (next != me) {
            start(next);
            me.turn.acquireUninterruptibly();
        }
        me.future = null;
        if (stuck) {
            throw new Crash();
        }
        me.client.goOn();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void start(Task next) {
        current = next;
        if (next.begun) {
            next.turn.release();
        } else {
            next.begun = true;
            threads.execute(next);
        }
    }

    private Task next() {
        if (++steps > MOST_STEPS && !stuck) {
            stuck = true;
            problems.add("no end after " + MOST_STEPS + " steps, at " + now);
        }
        List<Task> ready = tasks.stream().filter(Task::ready).toList();
        if (ready.isEmpty()) {
            Optional<Instant> next = tasks.stream().map(task -> task.wakeAt).min(Instant::compareTo);
            now = next.orElseThrow();
            ready = tasks.stream().filter(Task::ready).toList();
        }
        return ready.get(ready.size() == 1 ? 0 : random.nextInt(ready.size()));
    }
}
