package dev.drover.gcp.internal;

import static dev.drover.gcp.internal.GcpFailures.refused;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What errors over HTTP mean. The codes and reasons are those of
 * <a href="https://cloud.google.com/storage/docs/json_api/v1/status-codes">Cloud Storage's list</a>.
 */
final class HttpFailures {
    private static final Pattern DAMAGED = Pattern.compile("(?i).*(crc32c|md5).*match.*");
    /** Not the account's budget: an object takes one update per second. */
    private static final Pattern ONE_OBJECT = Pattern.compile("(?i).*object mutation.*");

    private HttpFailures() {}

    static Failure classify(NativeCall call, HttpError error) {
        String words = error.message();
        String said = call.endpoint() + " answered " + error.status()
                + (error.reason().isEmpty() ? "" : " " + error.reason()) + " to " + call.api();
        String quoted = Words.sentence(said + (words.isBlank() ? "" : ": " + Words.quote(words)));
        return switch (error.reason()) {
            case "rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED" -> throttled(call, error, quoted);
            case "quotaExceeded", "dailyLimitExceeded", "variableTermLimitExceeded" ->
                refused(
                        ErrorCode.QUOTA_EXCEEDED,
                        Scope.ACCOUNT,
                        quoted + " Ask Google for more, or wait for the next day.");
            case "accessNotConfigured", "SERVICE_DISABLED" ->
                refused(ErrorCode.PERMISSION_DENIED, Scope.ACCOUNT, quoted + " Enable the API in the project.");
            default -> byStatus(call, error, quoted);
        };
    }

    private static Failure byStatus(NativeCall call, HttpError error, String quoted) {
        int status = error.status();
        if (status >= 500) {
            return new Failure(
                    ErrorCode.UNAVAILABLE, Words.effect(call), Scope.ENDPOINT, true, error.retryAfter(), quoted);
        }
        return switch (status) {
            case 400 ->
                DAMAGED.matcher(error.message()).matches()
                        ? damaged(quoted)
                        : refused(ErrorCode.INVALID_ARGUMENT, Scope.REQUEST, quoted);
            case 401 -> refused(ErrorCode.UNAUTHENTICATED, Scope.ACCOUNT, quoted + " Renew the credentials.");
            case 403 ->
                refused(ErrorCode.PERMISSION_DENIED, Scope.ACCOUNT, quoted + " Allow it in the project's IAM policy.");
            case 404, 410 -> refused(ErrorCode.NOT_FOUND, Scope.REQUEST, quoted);
            case 407 -> LineFailures.unknownToProxy(call);
            case 408 -> GcpFailures.trouble(call, Scope.ENDPOINT, quoted);
            case 409 -> refused(ErrorCode.CONFLICT, Scope.REQUEST, quoted);
            case 412 -> refused(ErrorCode.ALREADY_EXISTS, Scope.REQUEST, quoted);
            case 429 -> throttled(call, error, quoted);
            default -> refused(ErrorCode.INVALID_ARGUMENT, Scope.REQUEST, quoted);
        };
    }

    private static Failure throttled(NativeCall call, HttpError error, String quoted) {
        boolean oneObject = ONE_OBJECT.matcher(error.message()).matches();
        return new Failure(
                ErrorCode.THROTTLED,
                Words.effect(call),
                oneObject ? Scope.REQUEST : Scope.ACCOUNT,
                true,
                error.retryAfter(),
                oneObject ? quoted + " An object takes one update per second." : quoted);
    }

    private static Failure damaged(String quoted) {
        return new Failure(
                ErrorCode.UNAVAILABLE,
                Effect.NONE,
                Scope.REQUEST,
                true,
                Optional.empty(),
                quoted + " What was sent did not arrive whole.");
    }
}
