package dev.drover.gcp.dataproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobStatus.State;
import com.google.cloud.dataproc.v1.JobStatus.Substate;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobStatesTest {

    @ParameterizedTest
    @CsvSource({
        "PENDING, UNSPECIFIED, QUEUED, PENDING",
        "SETUP_DONE, UNSPECIFIED, QUEUED, SETUP_DONE",
        "RUNNING, UNSPECIFIED, RUNNING, RUNNING",
        "RUNNING, SUBMITTED, RUNNING, RUNNING/SUBMITTED",
        "RUNNING, QUEUED, QUEUED, RUNNING/QUEUED",
        "RUNNING, STALE_STATUS, RUNNING, RUNNING/STALE_STATUS",
        "ATTEMPT_FAILURE, UNSPECIFIED, QUEUED, ATTEMPT_FAILURE",
        "CANCEL_PENDING, UNSPECIFIED, CANCELLING, CANCEL_PENDING",
        "CANCEL_STARTED, UNSPECIFIED, CANCELLING, CANCEL_STARTED",
        "CANCELLED, UNSPECIFIED, CANCELLED, CANCELLED",
        "DONE, UNSPECIFIED, SUCCEEDED, DONE",
        "ERROR, UNSPECIFIED, FAILED, ERROR",
        "STATE_UNSPECIFIED, UNSPECIFIED, UNKNOWN, STATE_UNSPECIFIED"
    })
    void eachStateHasItsMeaning(State state, Substate substate, JobState meaning, String word) {
        JobStatus status = status(com.google.cloud.dataproc.v1.JobStatus.newBuilder()
                .setState(state)
                .setSubstate(substate)
                .build());

        assertThat(status.state()).isEqualTo(meaning);
        assertThat(status.nativeState()).isEqualTo(word);
        assertThat(status.exitCode().isPresent()).isEqualTo(state == State.DONE);
    }

    @Test
    void everyStateOfTheApiIsTranslated() {
        assertThat(Arrays.stream(State.values()).map(state -> JobStates.translate(state, Substate.UNSPECIFIED)))
                .hasSize(State.values().length)
                .doesNotContainNull();
    }

    @Test
    void statesOfLaterVersionsAreUnknownAndKeepTheirNumbers() {
        JobStatus status = status(com.google.cloud.dataproc.v1.JobStatus.newBuilder()
                .setStateValue(42)
                .setSubstateValue(7)
                .build());

        assertThat(status.state()).isEqualTo(JobState.UNKNOWN);
        assertThat(status.nativeState()).isEqualTo("STATE_42/SUBSTATE_7");
    }

    @Test
    void detailsAreKeptAsFarAsTheyAreOfUse() {
        assertThat(detailed("  ").detail()).isEmpty();
        assertThat(detailed("Task was not acquired\n").detail()).contains("Task was not acquired");
        assertThat(detailed("x".repeat(1_001)).detail()).contains("x".repeat(1_000) + "...");
    }

    private static JobStatus detailed(String details) {
        return status(com.google.cloud.dataproc.v1.JobStatus.newBuilder()
                .setState(State.ERROR)
                .setDetails(details)
                .build());
    }

    private static JobStatus status(com.google.cloud.dataproc.v1.JobStatus said) {
        return JobStates.status(
                JobWorld.ETL.job("a"), Job.newBuilder().setStatus(said).build(), Instant.EPOCH);
    }
}
