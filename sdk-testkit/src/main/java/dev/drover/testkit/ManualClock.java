package dev.drover.testkit;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A clock that tests move. It starts at {@link #START}, in one of two modes:
 *
 * <ul>
 *   <li>{@link #auto()}: nobody really waits. As soon as all who have used the clock wait for something, the time steps
 *       to the next end of a sleep, of a wait for a future, or to the next {@linkplain #after planned action}. A thread
 *       that sleeps while no other is there moves the time at once.
 *   <li>{@link #stopped()}: time moves only by {@link #advance} and {@link #advanceTo}; sleepers wait for that.
 * </ul>
 *
 * <p>Before a step there is a moment of real quiet, the longer the larger the step (1 to 250 ms), so that work which was
 * just handed to another thread is not overtaken; ten times as much, at most 250 ms, before a wait for a future ends in
 * vain: whoever is to complete it may only just be starting. A thread that computes holds the time, for 2 s at most; work
 * that a Drover has handed to a thread of its own and that has not begun holds it for a minute at most.
 *
 * <p>Safe for use by many threads. Waits are interruptible.
 */
public final class ManualClock implements DroverClock {
    /** Where every clock starts. */
    public static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");
    private static final long STEP_TO_QUIET = 5_000;
    private static final long STEP_TO_QUIET_IN_VAIN = 500;
    /** One look may fall into the moment in which a thread that works waits for a lock. */
    private static final int IDLE_LOOKS = 4;

    private static final long SHORTEST_QUIET = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_QUIET = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LONGEST_HOLD = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_START = TimeUnit.MINUTES.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Wait> waits =
            new PriorityQueue<>(Comparator.comparing(Wait::end).thenComparing(Wait::order));
    private final PriorityQueue<Planned> plans =
            new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparing(Planned::order));
    private final Workers workers = new Workers();
    private final AtomicInteger notBegun = new AtomicInteger();
    private Instant steady = START;
    private Duration jumped = Duration.ZERO;
    private boolean auto;
    private long made;
    private int idleLooks;
    private long movedAt = System.nanoTime();

    private record Wait(
            Instant end,
            long order,
            Thread thread,
            @Nullable CompletableFuture<?> future,
            Condition over) {
        boolean futureDone() {
            return future != null && future.isDone();
        }
    }

    private record Planned(Instant at, long order, Runnable action) {}

    private ManualClock(boolean auto) {
        this.auto = auto;
    }

    /** A clock that lets nobody wait. */
    public static ManualClock auto() {
        return new ManualClock(true);
    }

    /** A clock that only the test moves. */
    public static ManualClock stopped() {
        return new ManualClock(false);
    }

    // Reading and waiting

    @Override
    public Instant instant() {
        lock.lock();
        try {
            workers.sawThisThread();
            return steady.plus(jumped);
        } finally {
            lock.unlock();
        }
    }

    /** The time as machines see it whose clock does not {@linkplain #jump jump}. */
    public InstantSource steady() {
        return () -> {
            lock.lock();
            try {
                return steady;
            } finally {
                lock.unlock();
            }
        };
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (!duration.isNegative() && !duration.isZero()) {
            waitFor(null, duration);
        }
    }

    @Override
    public boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
        CompletableFuture<?> woken = future.whenComplete((result, error) -> wake());
        try {
            waitFor(future, timeout);
            return future.isDone();
        } finally {
            woken.cancel(false);
        }
    }

    /** In {@link #auto()}, time stands still until a thread has begun what it was given. */
    @Override
    public Executor heeding(Executor executor) {
        return task -> {
            AtomicBoolean pending = new AtomicBoolean(true);
            notBegun.incrementAndGet();
            try {
                executor.execute(() -> begin(task, pending));
            } catch (RuntimeException e) {
                noLongerPending(pending);
                throw e;
            }
        };
    }

    /** The thread counts as one that works, until it has done the task. */
    private void begin(Runnable task, AtomicBoolean pending) {
        boolean came = underLock(workers::sawThisThread);
        noLongerPending(pending);
        try {
            task.run();
        } finally {
            if (came) {
                underLock(workers::forgetThisThread);
            }
        }
    }

    private void noLongerPending(AtomicBoolean pending) {
        if (pending.getAndSet(false)) {
            notBegun.decrementAndGet();
        }
    }

    private boolean underLock(BooleanSupplier action) {
        lock.lock();
        try {
            return action.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    private void waitFor(@Nullable CompletableFuture<?> future, Duration duration) throws InterruptedException {
        lock.lockInterruptibly();
        Wait wait = new Wait(endAfter(duration), made++, Thread.currentThread(), future, lock.newCondition());
        try {
            workers.sawThisThread();
            if (duration.isNegative() || duration.isZero() || wait.futureDone()) {
                return;
            }
            waits.add(wait);
            moved();
            while (!over(wait)) {
                long pause = stepOrPause(wait);
                if (pause > 0) {
                    wait.over().awaitNanos(pause);
                }
            }
        } finally {
            waits.remove(wait);
            moved();
            lock.unlock();
        }
    }

    private Instant endAfter(Duration duration) {
        return duration.compareTo(Duration.between(steady, END_OF_TIME)) < 0 ? steady.plus(duration) : END_OF_TIME;
    }

    private boolean over(Wait wait) {
        return wait.futureDone() || !wait.end().isAfter(steady);
    }

    /** Moves the time, if this thread may, or says for how many real nanoseconds to wait until it may. */
    private long stepOrPause(Wait wait) {
        if (!auto || !wait.equals(waits.peek())) {
            return Long.MAX_VALUE;
        }
        Instant next = nextEvent(wait.end());
        long quiet = wait.future() == null && allWaitHere()
                ? 0
                : quietBefore(next, wait.future() == null ? STEP_TO_QUIET : STEP_TO_QUIET_IN_VAIN);
        long left = quiet - (System.nanoTime() - movedAt);
        idleLooks = left > 0 || !mayStep() ? 0 : idleLooks + 1;
        if (idleLooks == 0 || (quiet > SHORTEST_QUIET && idleLooks < IDLE_LOOKS)) {
            return Math.max(SHORTEST_QUIET, left);
        }
        idleLooks = 0;
        moveTo(next);
        return 0;
    }

    private Instant nextEvent(Instant end) {
        Planned plan = plans.peek();
        return plan != null && plan.at().isBefore(end) ? plan.at() : end;
    }

    private long quietBefore(Instant next, long stepToQuiet) {
        Duration step = Duration.between(steady, next);
        long share = step.compareTo(Duration.ofDays(1)) > 0 ? LONGEST_QUIET : step.toNanos() / stepToQuiet;
        return Math.max(SHORTEST_QUIET, Math.min(LONGEST_QUIET, share));
    }

    private boolean allWaitHere() {
        return workers.areAllAmong(waits.stream().map(Wait::thread).collect(Collectors.toSet()));
    }

    /** Whether nobody is about to do something, or has been for too long. */
    private boolean mayStep() {
        boolean starting = notBegun.get() > 0;
        boolean idle =
                !starting && waits.stream().noneMatch(this::over) && !lock.hasQueuedThreads() && workers.allIdle();
        return idle || System.nanoTime() - movedAt > (starting ? LONGEST_START : LONGEST_HOLD);
    }

    private void wake() {
        lock.lock();
        try {
            moved();
            waits.stream().filter(Wait::futureDone).forEach(wait -> wait.over().signal());
        } finally {
            lock.unlock();
        }
    }

    /** Something has changed: the quiet begins anew, and the first of those who wait watches over it. */
    private void moved() {
        movedAt = System.nanoTime();
        Wait first = waits.peek();
        if (first != null) {
            first.over().signal();
        }
        changed.signalAll();
    }

    // Moving

    /**
     * Lets time pass: planned actions run on this thread, then those whose waits are over go on.
     *
     * @throws DroverException INVALID_ARGUMENT if negative; see {@link #jump}
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw DroverException.invalid("Time passes forwards, not by " + duration + "; jump() sets the clock back.");
        }
        lock.lock();
        try {
            moveTo(steady.plus(duration));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets time pass until this clock shows an instant.
     *
     * @throws DroverException INVALID_ARGUMENT if it is over already
     */
    public void advanceTo(Instant target) {
        lock.lock();
        try {
            advance(Duration.between(steady.plus(jumped), target));
        } finally {
            lock.unlock();
        }
    }

    /** Puts the clock forward or, by a negative duration, back, as an operator does: no time passes, nobody wakes. */
    public void jump(Duration by) {
        lock.lock();
        try {
            jumped = jumped.plus(by);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Plans an action for when this much time has passed. It runs on the thread that moves the time, which shows the
     * planned instant meanwhile.
     */
    public void after(Duration delay, Runnable action) {
        lock.lock();
        try {
            plans.add(new Planned(steady.plus(delay), made++, action));
            moved();
        } finally {
            lock.unlock();
        }
    }

    /** Stops the clock: from now on time moves only by {@link #advance}. */
    public void stop() {
        setAuto(false);
    }

    /** Lets nobody wait any more; see {@link #auto()}. */
    public void go() {
        setAuto(true);
    }

    private void setAuto(boolean on) {
        lock.lock();
        try {
            auto = on;
            waits.forEach(wait -> wait.over().signal());
            moved();
        } finally {
            lock.unlock();
        }
    }

    /** Waits, in real time, until at least this many threads wait by this clock; for stopped clocks. */
    public void awaitWaiting(int threads) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waits.size() < threads) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held, which is let go while a planned action runs. */
    private void moveTo(Instant target) {
        for (Planned due = plans.peek(); due != null && !due.at().isAfter(target); due = plans.peek()) {
            plans.remove();
            passTo(due.at());
            run(due.action());
        }
        passTo(target);
    }

    private void passTo(Instant target) {
        steady = steady.isBefore(target) ? target : steady;
        List<Wait> ended = new ArrayList<>();
        for (Wait wait : waits) {
            if (!wait.end().isAfter(steady)) {
                ended.add(wait);
            }
        }
        ended.forEach(wait -> wait.over().signal());
        moved();
    }

    private void run(Runnable action) {
        int holds = lock.getHoldCount();
        for (int i = 0; i < holds; i++) {
            lock.unlock();
        }
        try {
            action.run();
        } finally {
            for (int i = 0; i < holds; i++) {
                lock.lock();
            }
        }
    }
}
