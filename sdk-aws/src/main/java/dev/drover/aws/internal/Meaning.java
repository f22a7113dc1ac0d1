package dev.drover.aws.internal;

import dev.drover.ErrorCode;
import dev.drover.spi.Failure.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What AWS may mean by an error, and the codes by which it says so. They are those of the services' API references, of
 * <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2's</a> and of
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's list</a>.
 */
enum Meaning {
    /** Said perhaps by a part behind the one that has accepted the request. */
    THROTTLED(
            ErrorCode.THROTTLED,
            Scope.ACCOUNT,
            Again.YES,
            "The account's budget for this call is used up.",
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "BandwidthLimitExceeded",
            "EC2ThrottledException",
            "SlowDown"),
    TROUBLE(ErrorCode.UNAVAILABLE, Scope.ENDPOINT, Again.YES, ""),
    /** The SDK has taken over AWS's time from this answer, for the next try. */
    SKEWED(
            ErrorCode.UNAUTHENTICATED,
            Scope.REQUEST,
            Again.NOTHING_WAS_DONE,
            "The clock of this machine is wrong; set it right.",
            "RequestTimeTooSkewed",
            "RequestInTheFuture",
            "RequestExpired"),
    GARBLED(
            ErrorCode.UNAVAILABLE,
            Scope.REQUEST,
            Again.NOTHING_WAS_DONE,
            "What was sent did not arrive whole.",
            "BadDigest",
            "InvalidDigest",
            "IncompleteBody",
            "RequestTimeout",
            "XAmzContentSHA256Mismatch",
            "XAmzContentChecksumMismatch"),
    /** Two at once, and the other was first. */
    RACED(
            ErrorCode.CONFLICT,
            Scope.REQUEST,
            Again.NOTHING_WAS_DONE,
            "",
            "ConditionalRequestConflict",
            "OperationAborted",
            "ConcurrentModificationException"),
    FORBIDDEN(
            ErrorCode.PERMISSION_DENIED,
            Scope.ACCOUNT,
            Again.NO,
            "Allow it in the caller's IAM policy.",
            "AccessDenied",
            "AccessDeniedException",
            "UnauthorizedOperation",
            "UnauthorizedException",
            "NotAuthorized",
            "AllAccessDisabled",
            "OptInRequired"),
    UNKNOWN_CALLER(
            ErrorCode.UNAUTHENTICATED,
            Scope.ACCOUNT,
            Again.NO,
            "Renew the credentials.",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "AuthFailure",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidToken",
            "InvalidIdentityToken"),
    UNKNOWN_TO_PROXY(
            ErrorCode.UNAUTHENTICATED,
            Scope.ENDPOINT,
            Again.NO,
            "Set the credentials with AwsOptions.proxyCredentials."),
    TOO_MUCH(
            ErrorCode.QUOTA_EXCEEDED,
            Scope.ACCOUNT,
            Again.NO,
            "Ask AWS for more, or use another machine type, zone or cluster.",
            "LimitExceededException",
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
            "SpotMaxPriceTooLow"),
    ABSENT(
            ErrorCode.NOT_FOUND,
            Scope.REQUEST,
            Again.NO,
            "",
            "NoSuchKey",
            "NoSuchBucket",
            "NoSuchUpload",
            "NotFound",
            "ResourceNotFoundException",
            "ClusterNotFound",
            "ApplicationNotFoundException"),
    PRESENT(
            ErrorCode.ALREADY_EXISTS,
            Scope.REQUEST,
            Again.NO,
            "",
            "PreconditionFailed",
            "InvalidGroup.Duplicate",
            "InvalidPermission.Duplicate",
            "ResourceAlreadyExistsException",
            "BucketAlreadyOwnedByYou"),
    OPPOSED(
            ErrorCode.CONFLICT,
            Scope.REQUEST,
            Again.NO,
            "",
            "ConflictException",
            "IdempotentParameterMismatch",
            "IncorrectState",
            "IncorrectInstanceState",
            "DependencyViolation",
            "ResourceInUse",
            "InvalidGroup.InUse"),
    /** Said above all by servers that speak S3's protocol in part. */
    UNKNOWN_FEATURE(ErrorCode.UNSUPPORTED, Scope.REQUEST, Again.NO, "", "NotImplemented"),
    ELSEWHERE(
            ErrorCode.INVALID_ARGUMENT,
            Scope.REQUEST,
            Again.NO,
            "It is in another region; set the region.",
            "PermanentRedirect",
            "TemporaryRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException"),
    WRONG(ErrorCode.INVALID_ARGUMENT, Scope.REQUEST, Again.NO, "");

    /** EMR has no code for an id that it does not know; "Cluster id 'j-1' is not valid." is a plain InvalidRequestException. */
    private static final Pattern UNKNOWN_ID = Pattern.compile("(?i).*\\b(ids?\\b.*\\b(is|are) not valid|"
            + "(ids?|job flow|cluster|step|instance (group|fleet))\\b.*\\b(does not exist|not found))\\b.*");

    private final ErrorCode code;
    private final Scope scope;
    private final Again again;
    private final String advice;

    Meaning(ErrorCode code, Scope scope, Again again, String advice, String... names) {
        this.code = code;
        this.scope = scope;
        this.again = again;
        this.advice = advice.isEmpty() ? "" : " " + advice;
        for (String name : names) {
            Codes.MEANINGS.put(name, this);
        }
    }

    /** By the name that AWS gives the error. */
    static Optional<Meaning> ofCode(String name) {
        if (name.endsWith(".NotFound") || name.endsWith(".Malformed")) {
            return Optional.of(ABSENT);
        }
        return Optional.ofNullable(Codes.MEANINGS.get(name));
    }

    /**
     * By the HTTP status, where that says enough: of an answer without a code, or from something in between. S3 may begin
     * an answer with success and end it with an error.
     */
    static Optional<Meaning> ofStatus(int status) {
        return switch (status) {
            case 301, 302, 307, 308 -> Optional.of(ELSEWHERE);
            case 401 -> Optional.of(UNKNOWN_CALLER);
            case 403 -> Optional.of(FORBIDDEN);
            case 404, 410 -> Optional.of(ABSENT);
            case 407 -> Optional.of(UNKNOWN_TO_PROXY);
            case 408 -> Optional.of(TROUBLE);
            case 409 -> Optional.of(OPPOSED);
            case 412 -> Optional.of(PRESENT);
            case 429 -> Optional.of(THROTTLED);
            case 501 -> Optional.of(UNKNOWN_FEATURE);
            default -> status >= 500 || status < 300 ? Optional.of(TROUBLE) : Optional.empty();
        };
    }

    /** By the words, if nothing else tells. */
    static Meaning ofWords(String name, String words) {
        return name.endsWith("NotFoundException") || UNKNOWN_ID.matcher(words).matches() ? ABSENT : WRONG;
    }

    ErrorCode code() {
        return code;
    }

    Scope scope() {
        return scope;
    }

    /** Whether the same request may succeed later. */
    boolean retryable() {
        return again != Again.NO;
    }

    /** Whether it does not follow from this answer that nothing was done. */
    boolean mayHaveActed() {
        return again == Again.YES;
    }

    /** What to do, after a space; empty if there is nothing to say. */
    String advice() {
        return advice;
    }

    /** Apart, since an enum's constants are made before its static fields. */
    private static final class Codes {
        static final Map<String, Meaning> MEANINGS = new HashMap<>();
    }

    private enum Again {
        NO,
        /** But it is not known whether the first one is done all the same. */
        YES,
        NOTHING_WAS_DONE
    }
}
