package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobStatus.State;
import com.google.cloud.dataproc.v1.JobStatus.Substate;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Dataproc's words for a job mean
 * (<a href="https://cloud.google.com/dataproc/docs/reference/rest/v1/projects.regions.jobs#JobStatus">Google: JobStatus</a>).
 */
final class JobStates {
    private static final int LONGEST_DETAIL = 1_000;

    private JobStates() {}

    static JobState of(Job job) {
        return translate(job.getStatus().getState(), job.getStatus().getSubstate());
    }

    static JobState translate(State state, Substate substate) {
        return switch (state) {
            case PENDING, SETUP_DONE -> JobState.QUEUED;
            // The agent has it, and waits for room on the master.
            case RUNNING -> substate == Substate.QUEUED ? JobState.QUEUED : JobState.RUNNING;
            // Only of jobs that a customizer has made restartable: the next try follows.
            case ATTEMPT_FAILURE -> JobState.QUEUED;
            case CANCEL_PENDING, CANCEL_STARTED -> JobState.CANCELLING;
            case CANCELLED -> JobState.CANCELLED;
            case DONE -> JobState.SUCCEEDED;
            case ERROR -> JobState.FAILED;
            case STATE_UNSPECIFIED, UNRECOGNIZED -> JobState.UNKNOWN;
        };
    }

    /** All that Dataproc says of a job. */
    static JobStatus status(JobId id, Job job, Instant observedAt) {
        JobStatus status = JobStatus.of(id, of(job), word(job.getStatus()), observedAt)
                .withName(job.getReference().getJobId())
                .withTimes(submittedAt(job), Optional.of(since(job)));
        // Dataproc says so only of a driver that ended with code 0.
        JobStatus ended = status.state() == JobState.SUCCEEDED ? status.withExitCode(0) : status;
        String detail = job.getStatus().getDetails().strip();
        if (detail.isEmpty()) {
            return ended;
        }
        return ended.withDetail(
                detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "...");
    }

    /** When it entered its state. */
    static Instant since(Job job) {
        return since(job.getStatus());
    }

    /** When it entered its first state. */
    private static Optional<Instant> submittedAt(Job job) {
        return Stream.concat(job.getStatusHistoryList().stream(), Stream.of(job.getStatus()))
                .filter(com.google.cloud.dataproc.v1.JobStatus::hasStateStartTime)
                .map(JobStates::since)
                .min(Comparator.naturalOrder());
    }

    private static Instant since(com.google.cloud.dataproc.v1.JobStatus status) {
        return Instant.ofEpochSecond(
                status.getStateStartTime().getSeconds(),
                status.getStateStartTime().getNanos());
    }

    /** Words of later versions of the API have no name here, only a number. */
    private static String word(com.google.cloud.dataproc.v1.JobStatus status) {
        String state = status.getState() == State.UNRECOGNIZED
                ? "STATE_" + status.getStateValue()
                : status.getState().name();
        return switch (status.getSubstate()) {
            case UNSPECIFIED -> state;
            case UNRECOGNIZED -> state + "/SUBSTATE_" + status.getSubstateValue();
            default -> state + "/" + status.getSubstate().name();
        };
    }
}
