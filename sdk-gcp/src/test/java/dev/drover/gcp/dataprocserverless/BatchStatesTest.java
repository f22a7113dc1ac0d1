package dev.drover.gcp.dataprocserverless;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.dataproc.v1.Batch;
import dev.drover.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchStatesTest {

    @ParameterizedTest
    @CsvSource({
        "PENDING, QUEUED",
        "RUNNING, RUNNING",
        "CANCELLING, CANCELLING",
        "CANCELLED, CANCELLED",
        "SUCCEEDED, SUCCEEDED",
        "FAILED, FAILED",
        "STATE_UNSPECIFIED, UNKNOWN",
        "UNRECOGNIZED, UNKNOWN"
    })
    void eachHasItsTranslation(Batch.State state, JobState expected) {
        assertThat(BatchStates.translate(state)).isEqualTo(expected);
        assertThat(BatchStates.ACTIVE.contains("state = " + state.name()))
                .isEqualTo(!expected.terminal() && expected != JobState.UNKNOWN);
    }

    @Test
    void aWordThatIsNotKnownYetIsItsNumber() {
        assertThat(BatchStates.word(Batch.newBuilder().setStateValue(77).build()))
                .isEqualTo("STATE_77");
        assertThat(BatchStates.word(
                        Batch.newBuilder().setState(Batch.State.PENDING).build()))
                .isEqualTo("PENDING");
    }
}
