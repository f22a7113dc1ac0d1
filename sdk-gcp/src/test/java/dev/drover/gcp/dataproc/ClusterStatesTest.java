package dev.drover.gcp.dataproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.dataproc.v1.ClusterStatus;
import com.google.cloud.dataproc.v1.ClusterStatus.State;
import com.google.cloud.dataproc.v1.ClusterStatus.Substate;
import dev.drover.ClusterState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterStatesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATING            | STARTING    | true  | false",
                "RUNNING             | READY       | true  | true",
                "UPDATING            | DEGRADED    | true  | true",
                "ERROR_DUE_TO_UPDATE | DEGRADED    | true  | true",
                "REPAIRING           | DEGRADED    | true  | true",
                "ERROR               | FAILED      | false | false",
                "DELETING            | TERMINATING | false | false",
                "STOPPING            | UNKNOWN     | true  | true",
                "STOPPED             | UNKNOWN     | true  | true",
                "STARTING            | STARTING    | true  | false",
                "UNKNOWN             | UNKNOWN     | true  | false",
            })
    void everyWordHasAMeaning(State word, ClusterState state, boolean living, boolean machines) {
        ClusterStatus status = ClusterStatus.newBuilder().setState(word).build();

        assertThat(ClusterStates.translate(status)).isEqualTo(state);
        assertThat(ClusterStates.word(status)).isEqualTo(word.name());
        assertThat(ClusterStates.isLiving(status)).isEqualTo(living);
        assertThat(ClusterStates.hasMachines(status)).isEqualTo(machines);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"UPDATING", "REPAIRING", "STOPPING", "STOPPED"})
    void whatIsOutOfOrderHasAReason(State word) {
        assertThat(ClusterStates.problem(
                        ClusterStatus.newBuilder().setState(word).build()))
                .isPresent();
        assertThat(ClusterStates.problem(ClusterStatus.newBuilder()
                        .setState(word)
                        .setDetail("a reason")
                        .build()))
                .hasValue("a reason");
    }

    @ParameterizedTest
    @CsvSource({"UNHEALTHY, DEGRADED, true", "STALE_STATUS, READY, false", "UNSPECIFIED, READY, false"})
    void aRunningClusterMayBeUnhealthy(Substate word, ClusterState state, boolean problem) {
        ClusterStatus status = ClusterStatus.newBuilder()
                .setState(State.RUNNING)
                .setSubstate(word)
                .setDetail("HDFS is full")
                .build();

        assertThat(ClusterStates.translate(status)).isEqualTo(state);
        assertThat(ClusterStates.problem(status).isPresent()).isEqualTo(problem);
    }
}
