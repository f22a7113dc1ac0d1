package dev.drover.aws.emrserverless;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterState;
import dev.drover.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.emrserverless.model.ApplicationState;
import software.amazon.awssdk.services.emrserverless.model.JobRunState;

class StatesTest {

    @ParameterizedTest
    @CsvSource({
        "SUBMITTED, QUEUED",
        "PENDING, QUEUED",
        "SCHEDULED, QUEUED",
        "QUEUED, QUEUED",
        "RUNNING, RUNNING",
        "SUCCESS, SUCCEEDED",
        "FAILED, FAILED",
        "CANCELLING, CANCELLING",
        "CANCELLED, CANCELLED",
        "SOMETHING_NEW, UNKNOWN",
        "'', UNKNOWN"
    })
    void runs(String word, JobState expected) {
        assertThat(JobRunStates.translate(word)).isEqualTo(expected);
        assertThat(JobRunStates.ACTIVE.contains(word)).isEqualTo(!expected.terminal() && expected != JobState.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATING, STARTING",
        "CREATED, READY",
        "STARTING, STARTING",
        "STARTED, READY",
        "STOPPING, TERMINATING",
        "STOPPED, READY",
        "TERMINATED, TERMINATED",
        "SOMETHING_NEW, UNKNOWN"
    })
    void clusters(String word, ClusterState expected) {
        assertThat(ApplicationStates.translate(word)).isEqualTo(expected);
    }

    @Test
    void everyWordOfTheSdkHasATranslation() {
        JobRunState.knownValues()
                .forEach(state -> assertThat(JobRunStates.translate(state.toString()))
                        .as(state.toString())
                        .isNotEqualTo(JobState.UNKNOWN));
        ApplicationState.knownValues()
                .forEach(state -> assertThat(ApplicationStates.translate(state.toString()))
                        .as(state.toString())
                        .isNotEqualTo(ClusterState.UNKNOWN));
    }
}
