package dev.drover.gcp.internal;

import static dev.drover.gcp.internal.GcpFailures.refused;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ErrorDetails;
import com.google.api.gax.rpc.StatusCode;
import com.google.rpc.RetryInfo;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What status codes of gRPC mean, as <a href="https://cloud.google.com/apis/design/errors">Google's design guide</a>
 * defines them.
 */
final class StatusFailures {
    /** Dataproc finds a quota too small before it begins, and calls the request invalid. */
    private static final Pattern TOO_LITTLE_QUOTA = Pattern.compile("(?is).*\\bInsufficient '[A-Z0-9_.-]+' quota\\b.*");

    private static final Pattern RATE = Pattern.compile("(?is).*(\\brate\\b|\\bper (minute|second|100 seconds)\\b).*");

    private StatusFailures() {}

    static Failure classify(NativeCall call, ApiException error) {
        StatusCode.Code status = error.getStatusCode().getCode();
        String words = error.getMessage() == null ? "" : error.getMessage();
        String quoted = Words.sentence(call.endpoint() + " answered " + status + " to " + call.api()
                + (words.isBlank() ? "" : ": " + Words.quote(words)));
        return switch (status) {
            case RESOURCE_EXHAUSTED -> exhausted(call, error, words, quoted);
            case INVALID_ARGUMENT, OUT_OF_RANGE ->
                TOO_LITTLE_QUOTA.matcher(words).matches()
                        ? quota(quoted)
                        : refused(ErrorCode.INVALID_ARGUMENT, Scope.REQUEST, quoted);
            case NOT_FOUND -> refused(ErrorCode.NOT_FOUND, Scope.REQUEST, quoted);
            case ALREADY_EXISTS -> refused(ErrorCode.ALREADY_EXISTS, Scope.REQUEST, quoted);
            case FAILED_PRECONDITION -> refused(ErrorCode.CONFLICT, Scope.REQUEST, quoted);
            case ABORTED ->
                new Failure(ErrorCode.CONFLICT, Effect.NONE, Scope.REQUEST, true, retryAfter(error), quoted);
            case UNIMPLEMENTED -> refused(ErrorCode.UNSUPPORTED, Scope.REQUEST, quoted);
            case PERMISSION_DENIED ->
                refused(
                        ErrorCode.PERMISSION_DENIED,
                        Scope.ACCOUNT,
                        quoted
                                + ("SERVICE_DISABLED".equals(error.getReason())
                                        ? " Enable the API in the project."
                                        : " Allow it in the project's IAM policy."));
            case UNAUTHENTICATED ->
                refused(ErrorCode.UNAUTHENTICATED, Scope.ACCOUNT, quoted + " Renew the credentials.");
            case UNAVAILABLE, UNKNOWN ->
                error.getCause() != null && LineFailures.known(error)
                        ? LineFailures.classify(call, error)
                        : later(call, error, quoted);
            case INTERNAL, DEADLINE_EXCEEDED -> later(call, error, quoted);
            case CANCELLED ->
                new Failure(ErrorCode.CANCELLED, Words.effect(call), Scope.REQUEST, false, Optional.empty(), quoted);
            case OK, DATA_LOSS ->
                new Failure(ErrorCode.INTERNAL, Words.effect(call), Scope.REQUEST, false, Optional.empty(), quoted);
        };
    }

    private static Failure later(NativeCall call, ApiException error, String quoted) {
        return new Failure(ErrorCode.UNAVAILABLE, Words.effect(call), Scope.ENDPOINT, true, retryAfter(error), quoted);
    }

    /** Too many calls, for which waiting helps, or too many machines and disks, for which it does not. */
    private static Failure exhausted(NativeCall call, ApiException error, String words, String quoted) {
        boolean tooFast = retryAfter(error).isPresent()
                || "RATE_LIMIT_EXCEEDED".equals(error.getReason())
                || RATE.matcher(words).matches();
        return tooFast
                ? new Failure(ErrorCode.THROTTLED, Words.effect(call), Scope.ACCOUNT, true, retryAfter(error), quoted)
                : quota(quoted);
    }

    private static Failure quota(String quoted) {
        return refused(
                ErrorCode.QUOTA_EXCEEDED,
                Scope.ACCOUNT,
                quoted + " Ask Google for more, or use another machine type, region or cluster.");
    }

    private static Optional<Duration> retryAfter(ApiException error) {
        @Nullable ErrorDetails details = error.getErrorDetails();
        @Nullable RetryInfo info = details == null ? null : details.getRetryInfo();
        if (info == null || !info.hasRetryDelay()) {
            return Optional.empty();
        }
        Duration asked = Duration.ofSeconds(
                info.getRetryDelay().getSeconds(), info.getRetryDelay().getNanos());
        return Optional.of(HttpError.bounded(asked)).filter(pause -> !pause.isNegative());
    }
}
