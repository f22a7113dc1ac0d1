package dev.drover.aws.internal;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * What errors of AWS mean, for every service. Pure. The codes are those of the services' API references and of
 * <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2's list</a>.
 */
public final class AwsFailures {
    private static final int LONGEST_QUOTE = 300;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    /** EMR says "Cluster id 'j-1' is not valid." of what it does not know. */
    private static final Pattern UNKNOWN_ID = Pattern.compile(
            "(?i).*\\b(id|ids)\\b.*\\b(is|are) not valid.*|.*\\b(does not exist|not found|unknown)\\b.*");

    private AwsFailures() {}

    /** Classifies what a call threw; for {@link dev.drover.spi.Provider#classify}. */
    public static Failure classify(NativeCall call, Throwable error) {
        if (error instanceof SdkServiceException service) {
            return answered(call, service);
        }
        if (error instanceof SdkException) {
            return unanswered(call, error);
        }
        return trouble(
                call,
                ErrorCode.INTERNAL,
                Scope.REQUEST,
                false,
                call.api() + " failed within Drover: " + error.getClass().getName() + ". Please report it.");
    }

    // Without an answer

    private static Failure unanswered(NativeCall call, Throwable error) {
        @Nullable Throwable cause = error.getCause();
        if (error instanceof SdkClientException && noCredentials(error)) {
            return Failure.refused(
                    ErrorCode.UNAUTHENTICATED,
                    "no credentials were found for " + call.api() + ". Set AWS_PROFILE, AWS_ACCESS_KEY_ID with"
                            + " AWS_SECRET_ACCESS_KEY, or AwsOptions.profile or role.");
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SdkServiceException service) {
                return credentialsRefused(call, service);
            }
            if (each instanceof UnknownHostException) {
                return Failure.unreachable("the name of " + call.endpoint() + " cannot be resolved. Check the region,"
                        + " that it has the service, and the network.");
            }
            if (each instanceof ConnectException
                    || each instanceof NoRouteToHostException
                    || each.getClass().getSimpleName().equals("ConnectTimeoutException")) {
                return Failure.unreachable(call.endpoint()
                        + " cannot be connected to. Check the endpoint, the proxy and" + " the network.");
            }
            if (each instanceof SSLException && neverSecured(each)) {
                return Failure.refused(
                        ErrorCode.UNAUTHENTICATED,
                        "the certificate of " + call.endpoint() + " is not trusted (" + quote(each.getMessage())
                                + "). Check the address, or set AwsOptions.caFile.");
            }
        }
        return trouble(
                call,
                ErrorCode.UNAVAILABLE,
                Scope.ENDPOINT,
                true,
                "no whole answer came from " + call.endpoint() + " to " + call.api() + " (" + quote(reason(error))
                        + ").");
    }

    private static boolean noCredentials(Throwable error) {
        String said = String.valueOf(error.getMessage());
        return said.contains("Unable to load credentials")
                || said.contains("Unable to load an identity")
                || said.contains("Profile file contained no credentials")
                || said.contains("Unable to load region");
    }

    private static boolean neverSecured(Throwable error) {
        return error instanceof javax.net.ssl.SSLHandshakeException
                || error instanceof javax.net.ssl.SSLPeerUnverifiedException;
    }

    private static @Nullable String reason(Throwable error) {
        Throwable deepest = error;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }

    /** STS was asked for credentials first, and said no: the call itself was not sent. */
    private static Failure credentialsRefused(NativeCall call, SdkServiceException service) {
        Failure failure = answered(call, service);
        ErrorCode code = failure.code() == ErrorCode.PERMISSION_DENIED ? failure.code() : ErrorCode.UNAUTHENTICATED;
        return new Failure(
                failure.retryable() ? failure.code() : code,
                Effect.NONE,
                failure.scope(),
                failure.retryable(),
                failure.retryAfter(),
                "credentials could not be had: " + failure.message());
    }

    // With an answer

    private static Failure answered(NativeCall call, SdkServiceException error) {
        String errorName = nativeCode(error);
        String said = call.endpoint() + " answered " + error.statusCode() + (errorName.isEmpty() ? "" : " " + errorName)
                + " to " + call.api();
        String words = words(error);
        String quoted = said + (words.isEmpty() ? "" : ": " + quote(words));
        if (error.isThrottlingException() || throttling(errorName) || error.statusCode() == 429) {
            return new Failure(
                    ErrorCode.THROTTLED,
                    effect(call),
                    Scope.ACCOUNT,
                    true,
                    retryAfter(error),
                    quoted + ". The account's budget for this call is used up.");
        }
        if (error.isClockSkewException() || skewed(errorName)) {
            return new Failure(
                    ErrorCode.UNAUTHENTICATED,
                    Effect.NONE,
                    Scope.REQUEST,
                    true,
                    Optional.empty(),
                    quoted + ". The clock of this machine is wrong; set it right.");
        }
        return switch (errorName) {
            case "AccessDenied",
                    "AccessDeniedException",
                    "UnauthorizedOperation",
                    "UnauthorizedException",
                    "NotAuthorized",
                    "AllAccessDisabled",
                    "OptInRequired" ->
                refused(ErrorCode.PERMISSION_DENIED, Scope.ACCOUNT, quoted + ". Allow it in the caller's IAM policy.");
            case "ExpiredToken",
                    "ExpiredTokenException",
                    "RequestExpired",
                    "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "InvalidSignatureException",
                    "AuthFailure",
                    "MissingAuthenticationToken",
                    "IncompleteSignature",
                    "InvalidToken",
                    "InvalidIdentityToken" ->
                refused(ErrorCode.UNAUTHENTICATED, Scope.ACCOUNT, quoted + ". Renew the credentials.");
            case "LimitExceededException",
                    "ServiceQuotaExceededException",
                    "ResourceLimitExceeded",
                    "InstanceLimitExceeded",
                    "VcpuLimitExceeded",
                    "MaxSpotInstanceCountExceeded",
                    "VolumeLimitExceeded",
                    "SecurityGroupLimitExceeded",
                    "AddressLimitExceeded",
                    "InsufficientInstanceCapacity",
                    "InsufficientFreeAddressesInSubnet",
                    "SpotMaxPriceTooLow" ->
                refused(
                        ErrorCode.QUOTA_EXCEEDED,
                        Scope.ACCOUNT,
                        quoted + ". Ask AWS for more, or use another machine type, zone or cluster.");
            case "NoSuchKey",
                    "NoSuchBucket",
                    "NoSuchUpload",
                    "NotFound",
                    "ResourceNotFoundException",
                    "ClusterNotFound",
                    "ApplicationNotFoundException" -> refused(ErrorCode.NOT_FOUND, Scope.REQUEST, quoted + ".");
            case "PreconditionFailed" -> refused(ErrorCode.ALREADY_EXISTS, Scope.REQUEST, quoted + ".");
            case "ConditionalRequestConflict", "OperationAborted", "ConcurrentModificationException" ->
                new Failure(ErrorCode.CONFLICT, Effect.NONE, Scope.REQUEST, true, Optional.empty(), quoted + ".");
            case "ConflictException",
                    "IdempotentParameterMismatch",
                    "IncorrectState",
                    "IncorrectInstanceState",
                    "DependencyViolation",
                    "ResourceInUse",
                    "InvalidGroup.InUse" -> refused(ErrorCode.CONFLICT, Scope.REQUEST, quoted + ".");
            case "InvalidGroup.Duplicate",
                    "InvalidPermission.Duplicate",
                    "ResourceAlreadyExistsException",
                    "BucketAlreadyOwnedByYou" -> refused(ErrorCode.ALREADY_EXISTS, Scope.REQUEST, quoted + ".");
            case "BadDigest",
                    "InvalidDigest",
                    "XAmzContentSHA256Mismatch",
                    "XAmzContentChecksumMismatch",
                    "RequestTimeout" ->
                new Failure(
                        ErrorCode.UNAVAILABLE,
                        Effect.NONE,
                        Scope.REQUEST,
                        true,
                        Optional.empty(),
                        quoted + ". What was sent did not arrive whole.");
            default -> byStatus(call, error, errorName, quoted);
        };
    }

    private static Failure byStatus(NativeCall call, SdkServiceException error, String errorName, String quoted) {
        int status = error.statusCode();
        // S3 may begin an answer with success and end it with an error.
        if (status >= 500 || status < 300) {
            return new Failure(
                    ErrorCode.UNAVAILABLE, effect(call), Scope.ENDPOINT, true, retryAfter(error), quoted + ".");
        }
        if (errorName.endsWith(".NotFound")
                || errorName.endsWith(".Malformed")
                || errorName.endsWith("NotFoundException")) {
            return refused(ErrorCode.NOT_FOUND, Scope.REQUEST, quoted + ".");
        }
        return switch (status) {
            case 401 -> refused(ErrorCode.UNAUTHENTICATED, Scope.ACCOUNT, quoted + ".");
            case 403 -> refused(ErrorCode.PERMISSION_DENIED, Scope.ACCOUNT, quoted + ".");
            case 404, 410 -> refused(ErrorCode.NOT_FOUND, Scope.REQUEST, quoted + ".");
            case 408 ->
                new Failure(ErrorCode.UNAVAILABLE, effect(call), Scope.ENDPOINT, true, Optional.empty(), quoted + ".");
            case 409 -> refused(ErrorCode.CONFLICT, Scope.REQUEST, quoted + ".");
            case 412 -> refused(ErrorCode.ALREADY_EXISTS, Scope.REQUEST, quoted + ".");
            case 301, 307, 308 ->
                refused(
                        ErrorCode.INVALID_ARGUMENT,
                        Scope.REQUEST,
                        quoted + ". It is in another region; set the region.");
            default ->
                UNKNOWN_ID.matcher(words(error)).matches()
                        ? refused(ErrorCode.NOT_FOUND, Scope.REQUEST, quoted)
                        : refused(ErrorCode.INVALID_ARGUMENT, Scope.REQUEST, quoted);
        };
    }

    private static boolean throttling(String code) {
        return switch (code) {
            case "Throttling",
                    "ThrottlingException",
                    "ThrottledException",
                    "RequestThrottled",
                    "RequestThrottledException",
                    "RequestLimitExceeded",
                    "TooManyRequestsException",
                    "BandwidthLimitExceeded",
                    "SlowDown",
                    "EC2ThrottledException" -> true;
            default -> false;
        };
    }

    private static boolean skewed(String code) {
        return switch (code) {
            case "RequestTimeTooSkewed", "RequestInTheFuture" -> true;
            default -> false;
        };
    }

    private static String nativeCode(SdkServiceException error) {
        AwsErrorDetails details = details(error);
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static String words(SdkServiceException error) {
        AwsErrorDetails details = details(error);
        return details == null || details.errorMessage() == null ? "" : details.errorMessage();
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

    private static Failure refused(ErrorCode code, Scope scope, String message) {
        return new Failure(code, Effect.NONE, scope, false, Optional.empty(), message);
    }

    private static Failure trouble(NativeCall call, ErrorCode code, Scope scope, boolean retryable, String message) {
        return new Failure(code, effect(call), scope, retryable, Optional.empty(), message);
    }

    /** Also a refusal for load may come from a part behind the one that has accepted the request. */
    private static Effect effect(NativeCall call) {
        return call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN;
    }

    private static String quote(@Nullable String said) {
        String line = String.valueOf(said).strip().lines().findFirst().orElse("");
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
    }
}
