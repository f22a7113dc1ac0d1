package dev.drover.aws.emreks;

import dev.drover.JobState;
import java.util.List;

/** The translation of {@code JobRunState}. */
final class JobRunStates {
    /** Those that have not ended. */
    static final List<String> ACTIVE = List.of("PENDING", "SUBMITTED", "RUNNING", "CANCEL_PENDING");

    private JobRunStates() {}

    static JobState translate(String jobRunState) {
        return switch (jobRunState) {
            case "PENDING", "SUBMITTED" -> JobState.QUEUED;
            case "RUNNING" -> JobState.RUNNING;
            case "CANCEL_PENDING" -> JobState.CANCELLING;
            case "COMPLETED" -> JobState.SUCCEEDED;
            case "FAILED" -> JobState.FAILED;
            case "CANCELLED" -> JobState.CANCELLED;
            default -> JobState.UNKNOWN;
        };
    }
}
