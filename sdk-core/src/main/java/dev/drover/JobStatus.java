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
 * @param observedAt when the platform said so
 */
public record JobStatus(
        JobId id,
        JobState state,
        String nativeState,
        OptionalInt exitCode,
        Optional<String> detail,
        Instant observedAt) {

    public static JobStatus of(JobId id, JobState state, String nativeState, Instant observedAt) {
        return new JobStatus(id, state, nativeState, OptionalInt.empty(), Optional.empty(), observedAt);
    }

    public JobStatus withExitCode(int code) {
        return new JobStatus(id, state, nativeState, OptionalInt.of(code), detail, observedAt);
    }

    public JobStatus withDetail(String text) {
        return new JobStatus(id, state, nativeState, exitCode, Optional.of(text), observedAt);
    }
}
