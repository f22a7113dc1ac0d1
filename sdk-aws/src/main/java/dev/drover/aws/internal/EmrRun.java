package dev.drover.aws.internal;

import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.StorageUri;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job run as EMR Serverless and EMR on EKS tell it.
 *
 * @param name what it was called when it was started
 * @param submittedAt when AWS accepted it
 * @param details what AWS says of the state
 * @param endedAt when it ended, as far as that is known
 * @param logs where it was told to keep its logs; a run in a list may not say
 */
public record EmrRun(
        JobId id,
        JobState state,
        String nativeState,
        Optional<String> name,
        Optional<Instant> submittedAt,
        Optional<String> details,
        Optional<Instant> endedAt,
        Optional<StorageUri> logs) {

    /** A run of which no more is told than its state. */
    public static EmrRun of(JobId id, JobState state, String nativeState, @Nullable String details) {
        return new EmrRun(
                id,
                state,
                nativeState,
                Optional.empty(),
                Optional.empty(),
                told(details),
                Optional.empty(),
                Optional.empty());
    }

    /** The same run, with how and when it was started. */
    public EmrRun started(@Nullable String as, @Nullable Instant at) {
        return new EmrRun(
                id, state, nativeState, Optional.ofNullable(as), Optional.ofNullable(at), details, endedAt, logs);
    }

    private static Optional<String> told(@Nullable String details) {
        return Optional.ofNullable(details).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The same run, with when it ended and where its logs are. */
    public EmrRun with(@Nullable Instant end, @Nullable String logUri) {
        return new EmrRun(
                id,
                state,
                nativeState,
                name,
                submittedAt,
                details,
                Optional.ofNullable(end).filter(time -> state.terminal()),
                Optional.ofNullable(logUri).map(StorageUri::parse));
    }

    JobStatus status(Instant now) {
        JobStatus status = JobStatus.of(id, state, nativeState, now).withTimes(submittedAt, endedAt);
        JobStatus named = name.map(status::withName).orElse(status);
        return details.map(named::withDetail).orElse(named);
    }
}
