package dev.drover.aws.emr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobState;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.emr.model.EmrException;

/** What EMR's words mean. */
class EmrFailuresTest {
    private static final NativeCall CREATE =
            NativeCall.of("AddJobFlowSteps", Safety.UNSAFE, "elasticmapreduce", Duration.ofSeconds(1));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ValidationException     | Maximum number of active steps(State = 'Running', 'Pending') for cluster exceeded. | QUOTA_EXCEEDED
                    ValidationException     | A job flow that is shutting down, terminated, or finished may not be modified. | NOT_FOUND
                    ValidationException     | Specified job flow ID does not exist.        | NOT_FOUND
                    ValidationException     | Specified job flow ID not valid.             | NOT_FOUND
                    InvalidRequestException | Cluster id 'j-1' is not valid.               | NOT_FOUND
                    InvalidRequestException | Step id 's-1' is not valid.                  | NOT_FOUND
                    ValidationException     | Could not shut down one or more job flows since they are termination protected. | CONFLICT
                    ValidationException     | The number of active clusters exceeds the limit of active clusters. | QUOTA_EXCEEDED
                    ValidationException     | Instance type 'm1.huge' is not supported.    | INVALID_ARGUMENT
                    ThrottlingException     | Cluster id 'j-1' is not valid.               | THROTTLED
                    AccessDeniedException   | Cluster id 'j-1' is not valid for you.       | PERMISSION_DENIED
                    """)
    void eachIsClassified(String code, String message, ErrorCode expected) {
        Failure failure = EmrFailures.classify(
                CREATE,
                EmrException.builder()
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                        .message(message)
                        .build());

        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.message()).contains(message);
        assertThat(failure.effect())
                .as("only a throttled create may have created")
                .isEqualTo(expected == ErrorCode.THROTTLED ? Effect.UNKNOWN : Effect.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, QUEUED",
        "CANCEL_PENDING, CANCELLING",
        "RUNNING, RUNNING",
        "COMPLETED, SUCCEEDED",
        "CANCELLED, CANCELLED",
        "FAILED, FAILED",
        "INTERRUPTED, FAILED",
        "PAUSED, UNKNOWN"
    })
    void everyStateOfAStepHasAMeaning(String word, JobState state) {
        assertThat(StepStates.translate(word)).isEqualTo(state);
    }
}
