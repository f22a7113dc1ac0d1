package dev.drover.gcp.dataprocserverless;

import com.google.cloud.dataproc.v1.Batch;
import com.google.protobuf.Timestamp;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The translation of {@code Batch.State}. */
final class BatchStates {
    /** Lists those that have not ended. */
    static final String ACTIVE = "state = PENDING OR state = RUNNING OR state = CANCELLING";

    private BatchStates() {}

    static JobState translate(Batch.State state) {
        return switch (state) {
            case PENDING -> JobState.QUEUED;
            case RUNNING -> JobState.RUNNING;
            case CANCELLING -> JobState.CANCELLING;
            case SUCCEEDED -> JobState.SUCCEEDED;
            case FAILED -> JobState.FAILED;
            case CANCELLED -> JobState.CANCELLED;
            case STATE_UNSPECIFIED, UNRECOGNIZED -> JobState.UNKNOWN;
        };
    }

    static JobStatus status(JobId job, Batch batch, Instant now) {
        JobStatus status = JobStatus.of(job, translate(batch.getState()), word(batch), now)
                .withName(job.nativeId())
                .withTimes(Optional.of(createdAt(batch)), Optional.of(since(batch)));
        return detail(batch).map(status::withDetail).orElse(status);
    }

    static Instant createdAt(Batch batch) {
        return instant(batch.getCreateTime());
    }

    /** When it entered its state. */
    static Instant since(Batch batch) {
        return instant(batch.getStateTime());
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** What Google says of the state, or said last: why a batch was cancelled is said before it has ended. */
    private static Optional<String> detail(Batch batch) {
        return Stream.concat(
                        batch.getStateHistoryList().stream().map(Batch.StateHistory::getStateMessage),
                        Stream.of(batch.getStateMessage()))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .reduce((before, last) -> last);
    }

    /** Google's word; its number for one that is newer than this client. */
    static String word(Batch batch) {
        return batch.getState() == Batch.State.UNRECOGNIZED
                ? "STATE_" + batch.getStateValue()
                : batch.getState().name();
    }
}
