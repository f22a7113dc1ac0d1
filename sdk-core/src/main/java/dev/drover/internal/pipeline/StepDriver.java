package dev.drover.internal.pipeline;

import dev.drover.Attempt;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.LedgerEntry;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.RootCause;
import dev.drover.SubmitOptions;
import dev.drover.internal.ledger.KeyLedger;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.Step;
import dev.drover.pipeline.StepState;
import dev.drover.spi.Existing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one step to its end, on one thread: attaches to the run that its key has, or submits one, waits for it, and tries
 * again as often as the step says.
 */
final class StepDriver implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(StepDriver.class);
    private static final SubmitOptions NEXT_ATTEMPT = SubmitOptions.rerunUnlessSucceeded(1_000);
    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final Duration DIAGNOSIS = Duration.ofSeconds(15);
    /** For a job that was cancelled to end, and for it to become clear whether a submission was accepted. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMinutes(1);

    private final Pipeline pipeline;
    private final Step step;
    private final RequestKey key;
    private final Place place;
    private final RunState state;
    private final Stop stop;
    private final Told told;
    private final JobsSeen seen;
    private final KeyLedger ledger;
    private final DroverClock clock;

    /** Told of the step, on its thread or on one of a tracker's. */
    interface Told {

        /** It stands otherwise than before. */
        void changed(Step step);

        /** An attempt has ended; the next one follows, unless it was the last. */
        void ended(Step step, End end, boolean last);

        /** It cannot be told how the step stands. */
        void unknown(Step step, String why);

        /** This process lets go of it. */
        void left(Step step);
    }

    /** How an attempt ended. */
    record End(AttemptReport attempt, Verdict verdict, boolean retryable) {}

    /** This process lets go of the run. */
    private static final class LetGo extends Exception {
        private static final long serialVersionUID = 1L;
    }

    StepDriver(
            Pipeline pipeline,
            Step step,
            RequestKey key,
            Place place,
            RunState state,
            Stop stop,
            Told told,
            Surroundings around) {
        this.pipeline = pipeline;
        this.step = step;
        this.key = key;
        this.place = place;
        this.state = state;
        this.stop = stop;
        this.told = told;
        this.seen = around.seen();
        this.ledger = around.ledgers().of(Attempt.Kind.JOB, key);
        this.clock = around.clock();
    }

    @Override
    public void run() {
        try {
            End end = first();
            for (int made = 1; made < step.attempts() && mayTryAgain(end); made++) {
                told.ended(step, end, false);
                if (end.attempt().job().isEmpty()) {
                    pause(PAUSE_AFTER_REFUSAL);
                }
                end = next();
            }
            told.ended(step, end, true);
        } catch (LetGo e) {
            told.left(step);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            told.left(step);
        } catch (DroverException e) {
            told.unknown(step, e.getMessage());
        } catch (RuntimeException | Error e) {
            told.unknown(step, "It cannot be followed any more because of " + e + ", which is a bug to report.");
            throw e;
        }
    }

    private boolean mayTryAgain(End end) {
        return end.verdict() == Verdict.FAILED
                && end.retryable()
                && stop.reason().isEmpty();
    }

    // What is there

    private End first() throws InterruptedException, LetGo {
        Optional<LedgerEntry> last = ledger.last();
        if (last.flatMap(LedgerEntry::id).isEmpty()) {
            Instant submittedAt = clock.instant();
            return submitted(
                    submittedAt,
                    SubmitOptions.DEFAULT,
                    handle -> handle.started()
                            ? follow(handle, submittedAt, StepState.QUEUED)
                            : attached(handle, submittedAt));
        }
        LedgerEntry entry = last.get();
        if (entry.state() == LedgerEntry.State.ENDED) {
            JobState outcome = entry.outcome().orElse(JobState.LOST);
            if (outcome == JobState.SUCCEEDED) {
                return onRecord(entry);
            }
            if (outcome != JobState.FAILED || !Verdict.exitCodesDecide(pipeline, step)) {
                return next();
            }
        }
        Optional<JobHandle> handle = place.find(key);
        return handle.isPresent() ? attached(handle.get(), submittedAt(entry)) : next();
    }

    /** A run that succeeded and whose end the process that began it did not live to see. */
    private End onRecord(LedgerEntry entry) {
        return new End(
                new AttemptReport(
                        entry.attempt().number(),
                        entry.id().map(JobId::parse),
                        StepState.SUCCEEDED,
                        OptionalInt.empty(),
                        submittedAt(entry),
                        Optional.empty(),
                        Optional.of(entry.at()),
                        Optional.empty(),
                        Optional.empty()),
                Verdict.DONE,
                false);
    }

    private Instant submittedAt(LedgerEntry entry) {
        return ledger.history().stream()
                .filter(line -> line.attempt().equals(entry.attempt()))
                .map(LedgerEntry::at)
                .findFirst()
                .orElse(entry.at());
    }

    /**
     * Goes on with a run that somebody else submitted. One that has ended badly is a failure of an earlier process: to be on
     * record, and to be tried again. A warning that nobody has seen yet stops the pipeline here as it would have there.
     */
    private End attached(JobHandle handle, Instant submittedAt) throws InterruptedException, LetGo {
        Optional<JobStatus> now = Existing.of(handle::status);
        if (now.isPresent() && !now.get().state().terminal()) {
            return follow(
                    handle, submittedAt, now.get().state() == JobState.QUEUED ? StepState.QUEUED : StepState.RUNNING);
        }
        if (now.isPresent()) {
            End end = judged(handle, now.get(), submittedAt, Optional.empty());
            boolean news = state.attempts(step.name()).stream()
                    .noneMatch(attempt -> attempt.number() == end.attempt().number());
            if (end.verdict().done() || (news && end.verdict() == Verdict.STOPPED_BY_WARNING)) {
                return end;
            }
            if (news) {
                told.ended(step, end, false);
            }
        }
        return next();
    }

    // What is begun

    private End next() throws InterruptedException, LetGo {
        Instant submittedAt = clock.instant();
        return submitted(submittedAt, NEXT_ATTEMPT, handle -> follow(handle, submittedAt, StepState.QUEUED));
    }

    private interface Then {
        End follow(JobHandle handle) throws InterruptedException, LetGo;
    }

    private End submitted(Instant submittedAt, SubmitOptions options, Then then) throws InterruptedException, LetGo {
        report(0, Optional.empty(), StepState.QUEUED, submittedAt);
        JobHandle handle;
        try {
            handle = submit(options);
        } catch (OutcomeUnknownException e) {
            throw e;
        } catch (DroverException e) {
            if (e.effect() != Effect.NONE) {
                throw e;
            }
            return refused(submittedAt, e);
        }
        return then.follow(handle);
    }

    private JobHandle submit(SubmitOptions options) throws InterruptedException, LetGo {
        Instant giveUp = clock.instant().plus(PATIENCE);
        while (true) {
            try {
                return place.submit(step.job(), key, options);
            } catch (OutcomeUnknownException e) {
                // The same key again settles it, once the platform can tell.
                if (stop.reason().isPresent() || !clock.instant().isBefore(giveUp)) {
                    throw e;
                }
                log.info("Asking again for step {} of pipeline {}: {}", step.name(), pipeline.name(), e.getMessage());
                pause(PAUSE);
            }
        }
    }

    private void pause(Duration time) throws InterruptedException, LetGo {
        var unused = clock.await(stop.asked(), time);
        if (stop.is(Stop.Reason.LET_GO)) {
            throw new LetGo();
        }
    }

    private End refused(Instant submittedAt, DroverException e) {
        AttemptReport attempt = new AttemptReport(
                0,
                Optional.empty(),
                StepState.FAILED,
                OptionalInt.empty(),
                submittedAt,
                Optional.empty(),
                Optional.of(clock.instant()),
                Optional.of(e.getMessage()),
                Optional.empty());
        return new End(attempt, Verdict.FAILED, e.retryable());
    }

    // What runs

    private End follow(JobHandle handle, Instant submittedAt, StepState stands) throws InterruptedException, LetGo {
        report(number(handle), Optional.of(handle.id()), stands, submittedAt);
        // Of a run that was found running nobody knows since when it does.
        boolean queued = stands == StepState.QUEUED;
        seen.follow(handle.id(), status -> {
            if (status.state() == JobState.RUNNING && queued) {
                state.started(step.name(), status.observedAt());
                told.changed(step);
            }
        });
        try {
            return awaited(handle, submittedAt);
        } finally {
            seen.leave(handle.id());
        }
    }

    private End awaited(JobHandle handle, Instant submittedAt) throws InterruptedException, LetGo {
        CompletableFuture<JobStatus> end = handle.completion().toCompletableFuture();
        Duration left = step.timeout()
                .map(most -> Duration.between(clock.instant(), submittedAt.plus(most)))
                .orElse(FOR_EVER);
        if (clock.await(CompletableFuture.anyOf(end, stop.asked()), left) && end.isDone()) {
            return judged(handle, joined(end), submittedAt, started());
        }
        if (stop.is(Stop.Reason.LET_GO)) {
            var unused = end.cancel(false);
            throw new LetGo();
        }
        return cancelled(handle, end, submittedAt);
    }

    private End cancelled(JobHandle handle, CompletableFuture<JobStatus> end, Instant submittedAt)
            throws InterruptedException, LetGo {
        boolean late = stop.reason().isEmpty();
        handle.cancel();
        if (!clock.await(end, PATIENCE)) {
            throw new DroverException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    Effect.UNKNOWN,
                    true,
                    "Job " + handle.id() + " was asked to end and has not after " + PATIENCE + "; it may still run.",
                    null);
        }
        JobStatus status = joined(end);
        if (status.state() == JobState.SUCCEEDED) {
            return judged(handle, status, submittedAt, started());
        }
        String why = late
                ? "It was cancelled because it took longer than "
                        + step.timeout().orElseThrow() + "."
                : "It was cancelled with the pipeline.";
        return new End(
                attempt(
                        handle,
                        status,
                        late ? StepState.TIMED_OUT : StepState.CANCELLED,
                        submittedAt,
                        started(),
                        Optional.of(why),
                        Optional.empty()),
                Verdict.FAILED,
                late);
    }

    private JobStatus joined(CompletableFuture<JobStatus> end) throws LetGo {
        try {
            return end.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DroverException failure) {
                if (failure.code() == ErrorCode.CANCELLED) {
                    throw new LetGo(); // The Drover was closed.
                }
                throw failure;
            }
            throw e;
        }
    }

    private Optional<Instant> started() {
        return state.step(step.name()).latest().flatMap(AttemptReport::startedAt);
    }

    // What came of it

    private End judged(JobHandle handle, JobStatus status, Instant submittedAt, Optional<Instant> startedAt) {
        if (status.state() == JobState.CANCELLED || status.state() == JobState.LOST) {
            boolean lost = status.state() == JobState.LOST;
            StepState as = lost ? StepState.LOST : StepState.CANCELLED;
            Optional<String> why = status.detail()
                    .or(() -> Optional.of(
                            lost
                                    ? "Its job is gone and nobody knows how it ended; it may have done its work."
                                    : "Its job was cancelled by somebody else."));
            return new End(
                    attempt(handle, status, as, submittedAt, startedAt, why, Optional.empty()), Verdict.FAILED, false);
        }
        Verdict verdict = Verdict.of(pipeline, step, status.state(), status.exitCode());
        Optional<RootCause> cause = verdict == Verdict.DONE
                ? Optional.empty()
                : Optional.of(handle.diagnose(DIAGNOSIS)).map(Causes::brief);
        return new End(
                attempt(handle, status, verdict.state(), submittedAt, startedAt, status.detail(), cause),
                verdict,
                true);
    }

    private AttemptReport attempt(
            JobHandle handle,
            JobStatus status,
            StepState as,
            Instant submittedAt,
            Optional<Instant> startedAt,
            Optional<String> message,
            Optional<RootCause> cause) {
        return new AttemptReport(
                number(handle),
                Optional.of(handle.id()),
                as,
                status.exitCode(),
                submittedAt,
                startedAt,
                Optional.of(status.observedAt()),
                message,
                cause);
    }

    private static int number(JobHandle handle) {
        return handle.attempt().map(Attempt::number).orElse(0);
    }

    private void report(int number, Optional<JobId> job, StepState stands, Instant submittedAt) {
        state.now(
                step.name(),
                new AttemptReport(
                        number,
                        job,
                        stands,
                        OptionalInt.empty(),
                        submittedAt,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        told.changed(step);
    }
}
