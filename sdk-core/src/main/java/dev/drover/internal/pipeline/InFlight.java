package dev.drover.internal.pipeline;

import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.LedgerEntry;
import dev.drover.RequestKey;
import dev.drover.internal.ledger.KeyLedger;
import dev.drover.internal.pipeline.Entry.Outline;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.StepState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is known of steps that run and whose end is not on the run's record yet: their keys are in the ledger, their state is
 * the platform's to say.
 */
final class InFlight {
    private final RequestKey key;
    private final Surroundings around;

    InFlight(RequestKey key, Surroundings around) {
        this.key = key;
        this.around = around;
    }

    /** Puts into a run's state what its jobs say. */
    void lookInto(RunState state) {
        Set<String> ended = new HashSet<>();
        for (Outline step : state.outline()) {
            if (state.step(step.name()).state() != StepState.WAITING) {
                ended.add(step.name());
            }
        }
        // One whose predecessors have not ended was not begun by anybody.
        state.outline().stream()
                .filter(step -> !ended.contains(step.name()) && ended.containsAll(step.after()))
                .forEach(step -> attempt(step.name(), state).ifPresent(attempt -> state.now(step.name(), attempt)));
    }

    private Optional<AttemptReport> attempt(String step, RunState state) {
        List<LedgerEntry> history = ledger(step).history();
        if (history.isEmpty()) {
            return Optional.empty();
        }
        LedgerEntry last = history.get(history.size() - 1);
        int number = last.attempt().number();
        if (state.attempts(step).stream().anyMatch(attempt -> attempt.number() == number)) {
            return Optional.empty();
        }
        Instant submittedAt = history.stream()
                .filter(entry -> entry.attempt().number() == number)
                .map(LedgerEntry::at)
                .findFirst()
                .orElse(last.at());
        Optional<JobId> job = last.id().map(JobId::parse);
        Optional<JobStatus> seen = last.outcome().isPresent() ? Optional.empty() : job.flatMap(this::status);
        JobState stands = last.outcome()
                .or(() -> seen.map(JobStatus::state))
                .orElse(job.isPresent() ? JobState.UNKNOWN : JobState.QUEUED);
        return Optional.of(new AttemptReport(
                number,
                job,
                shown(stands),
                seen.map(JobStatus::exitCode).orElse(OptionalInt.empty()),
                submittedAt,
                Optional.empty(),
                last.outcome().map(outcome -> last.at()),
                Optional.empty(),
                Optional.empty()));
    }

    private static StepState shown(JobState state) {
        return switch (state) {
            case QUEUED -> StepState.QUEUED;
            case RUNNING, CANCELLING -> StepState.RUNNING;
            case SUCCEEDED -> StepState.SUCCEEDED;
            case FAILED -> StepState.FAILED;
            case CANCELLED -> StepState.CANCELLED;
            case LOST -> StepState.LOST;
            case UNKNOWN -> StepState.UNKNOWN;
        };
    }

    /** The job of a step that may still run. */
    Optional<JobId> running(String step) {
        return ledger(step)
                .last()
                .filter(entry -> entry.state() == LedgerEntry.State.PLACED)
                .flatMap(LedgerEntry::id)
                .map(JobId::parse)
                .filter(job -> status(job).map(now -> !now.state().terminal()).orElse(false));
    }

    private KeyLedger ledger(String step) {
        return around.ledgers().of(Attempt.Kind.JOB, key.child(step));
    }

    private Optional<JobStatus> status(JobId job) {
        try {
            return Optional.of(around.drover().job(job).status());
        } catch (DroverException e) {
            return Optional.empty();
        }
    }
}
