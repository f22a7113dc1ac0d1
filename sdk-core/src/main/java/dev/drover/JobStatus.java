package dev.drover;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was known of a run at one moment.
 *
 * @param nativeState the platform's own word for the state
 * @param exitCode of the driver or command, once it has ended and where the platform can tell
 * @param detail what explains the state, where something does: what a queued job waits for, why a driver could not start
 * @param name what the run is called there, made from its key and attempt as {@link Attempt#name(int)} says; where the
 *     platform shows it
 * @param submittedAt when the platform accepted it, by the platform's clock; where it tells
 * @param endedAt when it ended, once it has, by the platform's clock; where it tells
 * @param observedAt when the platform said so
 */
public record JobStatus(
        JobId id,
        JobState state,
        String nativeState,
        OptionalInt exitCode,
        Optional<String> detail,
        Optional<String> name,
        Optional<Instant> submittedAt,
        Optional<Instant> endedAt,
        Instant observedAt) {

    public static JobStatus of(JobId id, JobState state, String nativeState, Instant observedAt) {
        return new JobStatus(
                id,
                state,
                nativeState,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                observedAt);
    }

    public JobStatus withExitCode(int code) {
        return new JobStatus(
                id, state, nativeState, OptionalInt.of(code), detail, name, submittedAt, endedAt, observedAt);
    }

    public JobStatus withDetail(String text) {
        return new JobStatus(
                id, state, nativeState, exitCode, Optional.of(text), name, submittedAt, endedAt, observedAt);
    }

    public JobStatus withName(String text) {
        return new JobStatus(
                id, state, nativeState, exitCode, detail, Optional.of(text), submittedAt, endedAt, observedAt);
    }

    /** The same with its times; the end counts only if the state is terminal. */
    public JobStatus withTimes(Optional<Instant> submitted, Optional<Instant> ended) {
        return new JobStatus(
                id,
                state,
                nativeState,
                exitCode,
                detail,
                name,
                submitted,
                ended.filter(time -> state.terminal()),
                observedAt);
    }
}
