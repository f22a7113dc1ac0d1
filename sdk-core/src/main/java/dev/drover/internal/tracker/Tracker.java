package dev.drover.internal.tracker;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.spi.JobDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the runs of one cluster that somebody waits for, all of them with the same few calls. While there are any, one
 * task on the executor looks, tells and pauses; without any it holds no thread. Safe for use by many threads.
 */
public final class Tracker {
    private static final Logger log = LoggerFactory.getLogger(Tracker.class);

    private final ClusterId cluster;
    private final JobDriver driver;
    private final Looks looks;
    private final Endings endings;
    private final Wakeable wakeable;
    private final DroverClock clock;
    private final Executor executor;
    private final Cadence cadence;
    private final Duration longestGap;
    private final Map<JobId, Watched> runs = new HashMap<>();
    private final Told told = new Told();
    private Optional<DroverException> trouble = Optional.empty();
    private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);
    /** When the loop goes on by itself; null while it does not pause. */
    private @Nullable Instant resumesAt;

    private boolean looping;
    private volatile boolean closed;

    Tracker(
            ClusterId cluster,
            JobDriver driver,
            Looks looks,
            Endings endings,
            Wakeable wakeable,
            DroverClock clock,
            Executor executor,
            Cadence cadence) {
        this.cluster = cluster;
        this.driver = driver;
        this.looks = looks;
        this.endings = endings;
        this.wakeable = wakeable;
        this.clock = clock;
        this.executor = executor;
        this.cadence = cadence;
        this.longestGap = driver.pollInterval().plus(driver.watchTime()).multipliedBy(2);
    }

    /**
     * Follows a run until it has ended or the watch is closed.
     *
     * @param attempt for which the run is known to have been accepted: if the platform does not know it, it is LOST
     *     rather than NOT_FOUND, and how it ends is put on record
     */
    public Watch watch(JobId run, Optional<Attempt> attempt) {
        Watch watch;
        synchronized (this) {
            Watched watched = enter(run, attempt);
            watch = new Watch(this, watched);
            watched.waiters().add(watch);
        }
        begin();
        return watch;
    }

    /** Follows a run for a stage as {@link dev.drover.JobHandle#completion()} describes it. */
    public CompletionStage<JobStatus> completion(JobId run, Optional<Attempt> attempt) {
        Completion stage;
        synchronized (this) {
            Watched watched = enter(run, attempt);
            stage = new Completion(this, watched);
            watched.waiters().add(stage.link());
        }
        begin();
        return stage;
    }

    /** Under the lock. */
    private Watched enter(JobId run, Optional<Attempt> attempt) {
        @Nullable Watched watched = runs.get(run);
        if (watched == null) {
            watched = new Watched(run, told.get(run));
            runs.put(run, watched);
            hurry(clock.instant());
        }
        attempt.ifPresent(watched::accepted);
        return watched;
    }

    /** Under the lock. */
    private void hurry(Instant now) {
        cadence.changed(now);
        if (looping && (resumesAt == null || now.plus(cadence.left(now)).isBefore(resumesAt))) {
            wakeable.wake();
        }
    }

    /** Starts the loop if there is something to do and nobody does it. */
    private void begin() {
        synchronized (this) {
            if (looping || runs.isEmpty()) {
                return;
            }
            if (!closed) {
                looping = true;
                stopped = new CompletableFuture<>();
            }
        }
        if (closed) {
            failAll(ErrorCode.CANCELLED, "this Drover is closed; open another one", null);
            return;
        }
        try {
            executor.execute(this::loop);
        } catch (RejectedExecutionException e) {
            stop();
            failAll(ErrorCode.CANCELLED, "the executor takes no more tasks", e);
        }
    }

    void leave(Watched run, Waiter waiter) {
        synchronized (this) {
            if (run.waiters().remove(waiter) && run.waiters().isEmpty()) {
                forget(run);
                if (runs.isEmpty() && looping) {
                    wakeable.wake();
                }
            }
        }
    }

    /** Under the lock. */
    private void forget(Watched run) {
        if (runs.remove(run.id(), run) && run.seen() != null) {
            told.put(run.id(), run.seen());
        }
    }

    synchronized Optional<JobStatus> seen(Watched run) {
        return Optional.ofNullable(run.seen());
    }

    synchronized Optional<String> trouble() {
        return trouble.map(DroverException::getMessage);
    }

    private void loop() {
        try {
            follow();
        } catch (InterruptedException e) {
            // Not our wake-up: whose thread this is wants it back.
            stop();
            begin();
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.error("Following the runs of {} failed; all waits for them end", cluster, e);
            stop();
            failAll(ErrorCode.INTERNAL, "the tracker failed with " + e + ", which is a bug to report", e);
            if (e instanceof Error) {
                throw e;
            }
        }
    }

    private synchronized void stop() {
        looping = false;
        stopped.complete(null);
    }

    private void follow() throws InterruptedException {
        boolean rested = false;
        while (true) {
            Map<JobId, JobState> known = new HashMap<>();
            Set<JobId> asked = turn(known);
            if (!asked.isEmpty()) {
                rested = false;
                if (due()) {
                    apply(looks.look(asked, known));
                }
            } else if (endings.patience().isEmpty()) {
                if (rested && stopIfIdle()) {
                    return;
                }
                looks.rest();
                rested = true;
                continue;
            }
            endings.attend();
            pause();
        }
    }

    private synchronized boolean stopIfIdle() {
        if (runs.isEmpty()) {
            stop();
        }
        return !looping;
    }

    private synchronized boolean due() {
        return cadence.left(clock.instant()).compareTo(Duration.ZERO) <= 0;
    }

    /** The runs that somebody waits for now. */
    private synchronized Set<JobId> turn(Map<JobId, JobState> known) {
        for (Watched run : List.copyOf(runs.values())) {
            run.waiters().removeIf(waiter -> waiter.future().isEmpty());
            if (run.waiters().isEmpty()) {
                forget(run);
            } else if (run.seen() != null) {
                known.put(run.id(), run.seen().state());
            }
        }
        return Set.copyOf(runs.keySet());
    }

    private void apply(Look look) {
        List<Runnable> consequences = new ArrayList<>();
        Instant now = clock.instant();
        synchronized (this) {
            trouble = look.trouble();
            cadence.looked(now, trouble.isPresent());
            if (look.news()) {
                cadence.changed(now);
            }
            look.seen().forEach((id, status) -> saw(id, status, now, consequences));
            look.missing().forEach(id -> missed(id, now, consequences));
            look.refused().forEach((id, error) -> fail(id, error, consequences));
        }
        // They take other locks.
        consequences.forEach(Runnable::run);
    }

    /** Under the lock, as the two below. */
    private void saw(JobId id, JobStatus status, Instant now, List<Runnable> consequences) {
        @Nullable Watched run = runs.get(id);
        if (run == null) {
            return;
        }
        boolean changed = run.saw(status);
        if (changed) {
            cadence.changed(now);
        }
        if (status.state().terminal()) {
            forget(run);
            List<Waiter> waiters = List.copyOf(run.waiters());
            Optional<Attempt> attempt = run.attempt();
            consequences.add(() -> endings.ended(status, attempt, waiters, changed));
        } else if (changed) {
            consequences.add(() -> endings.changed(status));
        }
    }

    private void missed(JobId id, Instant now, List<Runnable> consequences) {
        @Nullable Watched run = runs.get(id);
        // A restarted platform knows its runs again only after a while.
        if (run == null || run.missed(now, longestGap).compareTo(driver.settle()) < 0) {
            return;
        }
        if (run.wasAccepted()) {
            saw(id, Absence.lost(id, now), now, consequences);
        } else {
            fail(id, Absence.unknown(id), consequences);
        }
    }

    private void fail(JobId id, DroverException error, List<Runnable> consequences) {
        @Nullable Watched run = runs.get(id);
        if (run != null) {
            forget(run);
            List<Waiter> waiters = List.copyOf(run.waiters());
            consequences.add(() -> endings.failed(waiters, error));
        }
    }

    private void failAll(ErrorCode code, String why, @Nullable Throwable cause) {
        List<Runnable> consequences = new ArrayList<>();
        synchronized (this) {
            for (JobId id : List.copyOf(runs.keySet())) {
                DroverException error = new DroverException(
                        code,
                        Effect.APPLIED,
                        false,
                        "The wait for job " + id + " was broken off: " + why + ". The job goes on.",
                        cause);
                fail(id, error, consequences);
            }
        }
        consequences.forEach(Runnable::run);
    }

    private void pause() throws InterruptedException {
        Optional<Duration> patience = endings.patience();
        Duration pause;
        boolean looksAgain;
        synchronized (this) {
            Instant now = clock.instant();
            looksAgain = !runs.isEmpty();
            Duration left = looksAgain ? cadence.left(now) : patience.orElse(Duration.ZERO);
            pause = patience.filter(until -> until.compareTo(left) < 0).orElse(left);
            resumesAt = now.plus(pause);
        }
        try {
            if (pause.compareTo(Duration.ZERO) > 0) {
                var unused = wakeable.run(() -> rest(pause, endings.recording(), looksAgain));
            }
        } finally {
            synchronized (this) {
                resumesAt = null;
            }
        }
    }

    private boolean rest(Duration pause, boolean recording, boolean looksAgain) throws InterruptedException {
        Instant start = clock.instant();
        // What is being recorded ends by itself; the time that this takes is part of the pause.
        if (recording && clock.await(endings.recorded(), pause) && !looksAgain) {
            return true;
        }
        clock.sleep(pause.minus(Duration.between(start, clock.instant())));
        return true;
    }

    /** Ends all waits, CANCELLED, and the loop. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        failAll(ErrorCode.CANCELLED, "this Drover was closed", null);
        endings.close();
        wakeable.wake();
    }

    /** Done when the loop, closed, has ended. */
    synchronized CompletableFuture<Void> stopped() {
        return stopped;
    }
}
