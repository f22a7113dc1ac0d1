package dev.drover.aws.emreks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterState;
import dev.drover.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.emrcontainers.model.JobRunState;
import software.amazon.awssdk.services.emrcontainers.model.VirtualClusterState;

class StatesTest {

    @ParameterizedTest
    @CsvSource({
        "PENDING, QUEUED",
        "SUBMITTED, QUEUED",
        "RUNNING, RUNNING",
        "FAILED, FAILED",
        "CANCELLED, CANCELLED",
        "CANCEL_PENDING, CANCELLING",
        "COMPLETED, SUCCEEDED",
        "SOMETHING_NEW, UNKNOWN"
    })
    void runs(String word, JobState expected) {
        assertThat(JobRunStates.translate(word)).isEqualTo(expected);
        assertThat(JobRunStates.ACTIVE.contains(word)).isEqualTo(!expected.terminal() && expected != JobState.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, READY",
        "TERMINATING, TERMINATING",
        "TERMINATED, TERMINATED",
        "ARRESTED, FAILED",
        "SOMETHING_NEW, UNKNOWN"
    })
    void clusters(String word, ClusterState expected) {
        assertThat(VirtualClusterStates.translate(word)).isEqualTo(expected);
    }

    @Test
    void everyWordOfTheSdkHasATranslation() {
        JobRunState.knownValues()
                .forEach(state -> assertThat(JobRunStates.translate(state.toString()))
                        .as(state.toString())
                        .isNotEqualTo(JobState.UNKNOWN));
        VirtualClusterState.knownValues()
                .forEach(state -> assertThat(VirtualClusterStates.translate(state.toString()))
                        .as(state.toString())
                        .isNotEqualTo(ClusterState.UNKNOWN));
    }
}
