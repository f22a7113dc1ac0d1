package dev.drover.standalone.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.JobState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverStatesTest {

    @ParameterizedTest
    @CsvSource({
        "SUBMITTED, QUEUED",
        "RUNNING, RUNNING",
        "RELAUNCHING, RUNNING",
        "FINISHED, SUCCEEDED",
        "FAILED, FAILED",
        "ERROR, FAILED",
        "KILLED, CANCELLED",
        "UNKNOWN, UNKNOWN",
        "SOMETHING_NEW, UNKNOWN",
        "'', UNKNOWN"
    })
    void translates(String driverState, JobState expected) {
        assertThat(DriverStates.translate(driverState)).isEqualTo(expected);
    }
}
