package dev.drover.aws.emrserverless;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.aws.internal.AwsFailures;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.emrserverless.model.ValidationException;

/** What errors of EMR Serverless mean, where it is not what they mean everywhere at AWS. Pure. */
final class EmrServerlessFailures {
    /** Stopping takes seconds to a minute. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private EmrServerlessFailures() {}

    /**
     * Classifies. An application can be stopped once its runs have ended, and deleted once it has stopped; until then AWS
     * says that the request is not valid
     * (<a href="https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_DeleteApplication.html">DeleteApplication</a>).
     * Nothing else can be wrong with a request that holds an id alone.
     */
    static Failure classify(NativeCall call, Throwable error) {
        Failure failure = AwsFailures.classify(call, error);
        if (error instanceof ValidationException && ends(call.api())) {
            return new Failure(
                    ErrorCode.CONFLICT, Effect.NONE, Scope.REQUEST, true, Optional.of(PAUSE), failure.message());
        }
        return failure;
    }

    private static boolean ends(String api) {
        return api.equals("StopApplication") || api.equals("DeleteApplication");
    }
}
