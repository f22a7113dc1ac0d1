package dev.drover.aws.emrserverless;

import dev.drover.JobState;
import java.util.List;

/** The translation of {@code JobRunState}. */
final class JobRunStates {
    /** Those that have not ended. */
    static final List<String> ACTIVE = List.of("SUBMITTED", "PENDING", "SCHEDULED", "QUEUED", "RUNNING", "CANCELLING");

    private JobRunStates() {}

    static JobState translate(String jobRunState) {
        return switch (jobRunState) {
            // SCHEDULED: it is given workers, its driver has not started.
            case "SUBMITTED", "PENDING", "QUEUED", "SCHEDULED" -> JobState.QUEUED;
            case "RUNNING" -> JobState.RUNNING;
            case "CANCELLING" -> JobState.CANCELLING;
            case "SUCCESS" -> JobState.SUCCEEDED;
            case "FAILED" -> JobState.FAILED;
            case "CANCELLED" -> JobState.CANCELLED;
            default -> JobState.UNKNOWN;
        };
    }
}
