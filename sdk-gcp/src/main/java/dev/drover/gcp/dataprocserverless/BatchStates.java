package dev.drover.gcp.dataprocserverless;

import com.google.cloud.dataproc.v1.Batch;
import dev.drover.JobState;

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

    /** Google's word; its number for one that is newer than this client. */
    static String word(Batch batch) {
        return batch.getState() == Batch.State.UNRECOGNIZED
                ? "STATE_" + batch.getStateValue()
                : batch.getState().name();
    }
}
