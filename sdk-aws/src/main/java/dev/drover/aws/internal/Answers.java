package dev.drover.aws.internal;

import dev.drover.Effect;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What AWS means when it answers with an error. */
final class Answers {
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private Answers() {}

    static Failure failure(NativeCall call, SdkServiceException error) {
        return failure(call.api(), call.endpoint(), error, AwsFailures.mayHaveActed(call));
    }

    /** An answer to a request on the way to another: of no effect on that. */
    static Failure failure(String api, String who, SdkServiceException error) {
        return failure(api, who, error, Effect.NONE);
    }

    private static Failure failure(String api, String who, SdkServiceException error, Effect possible) {
        String code = nativeCode(error);
        String words = Quote.of(words(error));
        Meaning meaning = meaning(error, code, words);
        return new Failure(
                meaning.code(),
                meaning.mayHaveActed() ? possible : Effect.NONE,
                meaning.scope(),
                meaning.retryable(),
                meaning.retryable() ? retryAfter(error) : Optional.empty(),
                who + " answered " + error.statusCode()
                        + (code.isEmpty() ? "" : " " + code)
                        + " to " + api
                        + (words.isEmpty() ? "" : ": " + words)
                        + "." + meaning.advice());
    }

    private static Meaning meaning(SdkServiceException error, String code, String words) {
        if (error.isThrottlingException()) {
            return Meaning.THROTTLED;
        }
        if (error.isClockSkewException()) {
            return Meaning.SKEWED;
        }
        return Meaning.ofCode(code)
                .or(() -> Meaning.ofStatus(error.statusCode()))
                .orElseGet(() -> Meaning.ofWords(code, words));
    }

    private static String nativeCode(SdkServiceException error) {
        AwsErrorDetails details = details(error);
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static @Nullable String words(SdkServiceException error) {
        AwsErrorDetails details = details(error);
        return details == null ? null : details.errorMessage();
    }

    private static @Nullable AwsErrorDetails details(SdkServiceException error) {
        return error instanceof AwsServiceException aws ? aws.awsErrorDetails() : null;
    }

    /** Seconds only: AWS sends no dates here. */
    private static Optional<Duration> retryAfter(SdkServiceException error) {
        AwsErrorDetails details = details(error);
        if (details == null || details.sdkHttpResponse() == null) {
            return Optional.empty();
        }
        return details.sdkHttpResponse()
                .firstMatchingHeader("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(asked -> asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE);
    }
}
