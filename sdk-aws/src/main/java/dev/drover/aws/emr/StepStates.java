package dev.drover.aws.emr;

import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.emr.model.FailureDetails;
import software.amazon.awssdk.services.emr.model.StepStatus;
import software.amazon.awssdk.services.emr.model.StepSummary;

/**
 * What EMR's words for a step mean
 * (<a href="https://docs.aws.amazon.com/emr/latest/APIReference/API_StepStatus.html">EMR: StepStatus</a>).
 */
final class StepStates {
    /** Those of steps that have not ended. */
    static final List<String> ACTIVE = List.of("PENDING", "CANCEL_PENDING", "RUNNING");

    private static final int LONGEST_DETAIL = 1_000;

    private StepStates() {}

    static JobState translate(String state) {
        return switch (state) {
            case "PENDING" -> JobState.QUEUED;
            case "RUNNING" -> JobState.RUNNING;
            case "CANCEL_PENDING" -> JobState.CANCELLING;
            case "COMPLETED" -> JobState.SUCCEEDED;
            case "CANCELLED" -> JobState.CANCELLED;
            case "FAILED", "INTERRUPTED" -> JobState.FAILED;
            default -> JobState.UNKNOWN;
        };
    }

    static JobState of(StepSummary step) {
        return translate(step.status().stateAsString());
    }

    /** All that the list of steps says. */
    static JobStatus status(JobId id, StepSummary step, Instant observedAt) {
        String word = step.status().stateAsString();
        JobStatus status = JobStatus.of(id, translate(word), word, observedAt)
                .withName(step.name())
                .withTimes(
                        Optional.of(StepList.createdAt(step)),
                        Optional.ofNullable(step.status().timeline().endDateTime()));
        // EMR says so only of a process that ended with code 0.
        JobStatus ended = word.equals("COMPLETED") ? status.withExitCode(0) : status;
        return detail(step.status()).map(ended::withDetail).orElse(ended);
    }

    private static Optional<String> detail(StepStatus status) {
        String text = Stream.concat(
                        status.stateAsString().equals("INTERRUPTED")
                                ? Stream.of("its cluster ended while it ran")
                                : Stream.empty(),
                        Stream.concat(failure(status.failureDetails()), reason(status)))
                .filter(part -> part != null && !part.isBlank())
                .map(String::strip)
                .distinct()
                .collect(Collectors.joining("; "));
        return Optional.of(text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "...")
                .filter(some -> !some.isEmpty());
    }

    private static Stream<String> failure(FailureDetails details) {
        return details == null ? Stream.empty() : Stream.of(details.reason(), details.message());
    }

    private static Stream<String> reason(StepStatus status) {
        return status.stateChangeReason() == null
                ? Stream.empty()
                : Stream.of(status.stateChangeReason().message());
    }
}
