package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobState;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.cli.output.Failures;
import dev.drover.task.ExitCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers that shells see. */
class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT, 2", "UNSUPPORTED, 3", "UNAUTHENTICATED, 3", "PERMISSION_DENIED, 3", "NOT_FOUND, 3",
        "ALREADY_EXISTS, 3", "CONFLICT, 3", "QUOTA_EXCEEDED, 3", "THROTTLED, 3", "UNAVAILABLE, 3",
        "DEADLINE_EXCEEDED, 4", "FAILED, 1", "CANCELLED, 1", "INTERNAL, 4"
    })
    void ofErrors(ErrorCode error, int exit) {
        assertThat(ExitCode.of(new DroverException(error, "it")).code()).isEqualTo(exit);
        assertThat(ExitCode.of(new DroverException(error, Effect.UNKNOWN, true, "it", null))
                        .code())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, 0", "FAILED, 1", "CANCELLED, 1", "LOST, 4", "RUNNING, 4", "QUEUED, 4", "UNKNOWN, 4"})
    void ofJobs(JobState state, int exit) {
        assertThat(ExitCode.of(state).code()).isEqualTo(exit);
    }

    @Test
    void ofOthers() {
        assertThat(Failures.exit(new OutcomeUnknownException(RequestKey.of("k"), "it", null))
                        .code())
                .isEqualTo(4);
        assertThat(Failures.exit(new IOException()).code()).isEqualTo(2);
        assertThat(Failures.exit(new IllegalStateException()).code()).isEqualTo(4);
    }
}
