package dev.drover.internal.tracker;

import dev.drover.Attempt;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.internal.guard.Listeners;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells what a tracker has seen, on other threads than its own: listeners one event after the other; the end of a run
 * first to the record, then to those who wait. One that the record does not take is brought again later, and not waited
 * for; neither is a record or a listener that takes longer than 10 s. Safe for use by many threads.
 */
final class Endings {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final int CALLBACKS = 32;
    private static final int RECORDS = 4;
    private static final Logger log = LoggerFactory.getLogger(Endings.class);

    private final DroverClock clock;
    private final Listeners listeners;
    private final BiFunction<Attempt, JobStatus, JobStatus> record;
    private final Lanes events;
    private final Lanes records;
    private final Lanes callbacks;
    private final Unrecorded unrecorded;
    private final Set<Ending> open = ConcurrentHashMap.newKeySet();

    /** A run that has ended, and those who are to be told when it is on record. */
    private record Ending(
            JobStatus status,
            CompletableFuture<JobStatus> onRecord,
            List<Waiter> waiters,
            Instant patientUntil,
            CompletableFuture<Void> recorded) {
        /** What the record says, or what was seen as long as it says nothing. */
        JobStatus end() {
            return onRecord.getNow(status);
        }
    }

    Endings(
            DroverClock clock,
            Executor executor,
            Listeners listeners,
            BiFunction<Attempt, JobStatus, JobStatus> record) {
        this.clock = clock;
        this.listeners = listeners;
        this.record = record;
        this.events = new Lanes(executor, 1);
        this.records = new Lanes(executor, RECORDS);
        this.callbacks = new Lanes(executor, CALLBACKS);
        this.unrecorded = new Unrecorded(clock);
    }

    /** A run was seen in another state. */
    void changed(JobStatus status) {
        var unused = tell(status);
    }

    private CompletableFuture<Void> tell(JobStatus status) {
        return events.run(() -> listeners.tell(l -> l.jobChanged(status)));
    }

    /**
     * A run was seen to have ended.
     *
     * @param attempt that the run was accepted for, if that is known; only then is its end put on record
     * @param first whether that is new
     */
    void ended(JobStatus status, Optional<Attempt> attempt, List<Waiter> waiters, boolean first) {
        CompletableFuture<JobStatus> onRecord = new CompletableFuture<>();
        // Of a run that seems lost the record is asked each time: what was found there is not kept here.
        boolean ask = attempt.isPresent() && (first || status.state() == JobState.LOST);
        if (ask) {
            unrecorded.began(attempt.get(), status);
        }
        CompletableFuture<Void> recorded = ask
                ? records.run(() -> onRecord.complete(record(attempt.get(), status, Level.WARN)))
                : CompletableFuture.completedFuture(null);
        CompletableFuture<Void> told = first ? tell(status, recorded, onRecord) : recorded;
        keep(status, onRecord, List.copyOf(waiters), CompletableFuture.allOf(told, recorded));
    }

    private void keep(
            JobStatus status,
            CompletableFuture<JobStatus> onRecord,
            List<Waiter> waiters,
            CompletableFuture<Void> recorded) {
        Ending ending = new Ending(
                status, onRecord, waiters, clock.instant().plus(PATIENCE), recorded.exceptionally(e -> null));
        open.add(ending);
        var unused = ending.recorded().thenRun(() -> release(ending));
    }

    /** Of a run that seems lost the record may know more. */
    private CompletableFuture<Void> tell(
            JobStatus status, CompletableFuture<Void> recorded, CompletableFuture<JobStatus> onRecord) {
        return status.state() == JobState.LOST
                ? recorded.thenCompose(done -> tell(onRecord.getNow(status)))
                : tell(status);
    }

    private JobStatus record(Attempt attempt, JobStatus status, Level loud) {
        try {
            JobStatus recorded = record.apply(attempt, status);
            unrecorded.done(status);
            return recorded;
        } catch (RuntimeException e) {
            log.atLevel(loud)
                    .setCause(e)
                    .log(
                            "Recording that {} ended as {} failed; its waits end all the same",
                            status.id(),
                            status.state());
            if (passes(e)) {
                unrecorded.failed(status);
            } else {
                unrecorded.done(status);
            }
        }
        return status;
    }

    /** An entry that cannot be read waits for somebody who looks at it; the others may be taken later. */
    private static boolean passes(RuntimeException failure) {
        return failure instanceof DroverException known && known.code() != ErrorCode.INTERNAL;
    }

    private void release(Ending ending) {
        if (open.remove(ending)) {
            ending.waiters().forEach(waiter -> complete(waiter, future -> future.complete(ending.end())));
        }
    }

    /** Waits end without an answer. */
    void failed(List<Waiter> waiters, DroverException error) {
        waiters.forEach(waiter -> complete(waiter, future -> future.completeExceptionally(error)));
    }

    private void complete(Waiter waiter, Consumer<CompletableFuture<JobStatus>> how) {
        Optional<CompletableFuture<JobStatus>> future = waiter.future();
        if (future.isPresent() && waiter instanceof Completion.Link) {
            // A caller's code may hang on it, and may block.
            CompletableFuture<Void> done = callbacks.run(() -> how.accept(future.get()));
            var unused = done.exceptionally(refused -> {
                how.accept(future.get());
                return null;
            });
        } else {
            future.ifPresent(how);
        }
    }

    /** How long until there is something to do in {@link #attend}; empty if all are released and on record. */
    Optional<Duration> patience() {
        Instant now = clock.instant();
        Stream<Duration> releases = open.stream().map(ending -> Duration.between(now, ending.patientUntil()));
        return Stream.concat(releases, unrecorded.left(now).stream()).min(Comparator.naturalOrder());
    }

    /** Releases what was kept waiting for too long, and brings to the record again what it did not take. */
    void attend() {
        Instant now = clock.instant();
        for (Ending ending : new ArrayList<>(open)) {
            if (!now.isBefore(ending.patientUntil())) {
                log.warn(
                        "Recording the end of {} takes more than {}; not waiting for it",
                        ending.status().id(),
                        PATIENCE);
                release(ending);
            }
        }
        for (Unrecorded.Late late : unrecorded.take(now)) {
            CompletableFuture<Void> recorded = records.run(() -> record(late.attempt(), late.end(), Level.DEBUG));
            keep(late.end(), new CompletableFuture<>(), List.of(), recorded);
        }
    }

    /** Whether something is being recorded. */
    boolean recording() {
        return !open.isEmpty();
    }

    /** Releases all, and brings nothing to the record any more. */
    void close() {
        unrecorded.clear();
        List.copyOf(open).forEach(this::release);
    }

    /** Done when all that are open now have been recorded. */
    CompletableFuture<Void> recorded() {
        return CompletableFuture.allOf(open.stream().map(Ending::recorded).toArray(CompletableFuture[]::new));
    }
}
