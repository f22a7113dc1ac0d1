package dev.drover.pipeline;

import dev.drover.JobId;
import dev.drover.RootCause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One attempt at a step.
 *
 * @param number counted from 1 over all runs of the pipeline; 0 if nothing was accepted
 * @param job the run; empty if nothing was accepted
 * @param exitCode where the platform can tell
 * @param submittedAt when it was about to be submitted
 * @param startedAt when its driver was first seen to run; empty if nobody saw the change
 * @param endedAt when it was seen to have ended
 * @param message why it ended so, where there is more to say than the root cause does
 * @param cause why its job failed, as far as its logs say
 */
public record AttemptReport(
        int number,
        Optional<JobId> job,
        StepState state,
        OptionalInt exitCode,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<String> message,
        Optional<RootCause> cause) {

    /** How long it waited for its driver to run, up to a moment if it still waits; empty if nobody saw the change. */
    public Optional<Duration> queued(Instant now) {
        return startedAt
                .or(() -> state == StepState.QUEUED ? Optional.of(now) : Optional.empty())
                .map(until -> Duration.between(submittedAt, until));
    }

    /** How long it took from its submission on, up to a moment if it has not ended. */
    public Duration took(Instant now) {
        return Duration.between(submittedAt, endedAt.orElse(now));
    }
}
