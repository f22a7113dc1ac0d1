package dev.drover.aws.internal;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What errors of AWS mean, for every service. Pure. */
public final class AwsFailures {
    private static final String CREDENTIALS =
            " Set AWS_PROFILE, AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or AwsOptions.profile or role.";

    private AwsFailures() {}

    /** Classifies what a call threw; for {@link dev.drover.spi.Provider#classify}. */
    public static Failure classify(NativeCall call, Throwable error) {
        Optional<CredentialsException> unsigned = find(error, CredentialsException.class);
        if (unsigned.isPresent()) {
            return unsigned(call, unsigned.get().getCause());
        }
        if (error instanceof SdkServiceException answer) {
            return Answers.failure(call, answer);
        }
        if (error instanceof SdkException) {
            return unanswered(call, error);
        }
        return new Failure(
                ErrorCode.INTERNAL,
                mayHaveActed(call),
                Scope.REQUEST,
                false,
                Optional.empty(),
                call.api() + " failed within Drover: " + error.getClass().getName() + ". Please report it.");
    }

    /** What a call may have done whose answer says nothing of it, or did not come. */
    static Effect mayHaveActed(NativeCall call) {
        return call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN;
    }

    /** There were no credentials to sign it with, so it was not sent. */
    private static Failure unsigned(NativeCall call, Throwable error) {
        Optional<SdkServiceException> answer = find(error, SdkServiceException.class);
        Failure why = answer.map(each -> Answers.failure(call.api(), "AWS, asked for credentials,", each))
                .orElseGet(() -> askedInVain(error)
                        ? unanswered(call, "who gives credentials", error)
                        : Failure.refused(ErrorCode.UNAUTHENTICATED, missing(error) + "." + CREDENTIALS));
        boolean settled = why.retryable() || why.code() == ErrorCode.PERMISSION_DENIED;
        return new Failure(
                settled ? why.code() : ErrorCode.UNAUTHENTICATED,
                Effect.NONE,
                why.scope(),
                why.retryable(),
                why.retryAfter(),
                call.api() + " was not sent, for want of credentials: " + why.message());
    }

    /** The SDK lists every place where it has looked, with settings and all. */
    private static String missing(Throwable error) {
        String words = Quote.of(deepest(error).getMessage());
        return words.startsWith("Unable to load credentials from any") ? "none are set up" : words;
    }

    /** Somebody on the network did not answer, unlike a profile that is not there or a token file that cannot be read. */
    private static boolean askedInVain(Throwable error) {
        return causes(error)
                .anyMatch(each -> (each instanceof IOException && !(each instanceof FileSystemException))
                        || each instanceof ApiCallTimeoutException
                        || each instanceof ApiCallAttemptTimeoutException);
    }

    private static Failure unanswered(NativeCall call, Throwable error) {
        return unanswered(call, call.endpoint(), error);
    }

    private static Failure unanswered(NativeCall call, String who, Throwable error) {
        if (find(error, UnknownHostException.class).isPresent()) {
            return Failure.unreachable("the name of " + who + " cannot be resolved. Check the region, that it has the"
                    + " service, and the network.");
        }
        if (causes(error).anyMatch(AwsFailures::neverConnected)) {
            return Failure.unreachable(who + " cannot be connected to. Check the endpoint, the proxy and the network.");
        }
        Optional<Throwable> untrusted = causes(error)
                .filter(each -> each instanceof SSLHandshakeException || each instanceof SSLPeerUnverifiedException)
                .findFirst();
        if (untrusted.isPresent()) {
            return new Failure(
                    ErrorCode.UNAUTHENTICATED,
                    Effect.NONE,
                    Scope.ENDPOINT,
                    false,
                    Optional.empty(),
                    "the certificate of " + who + " is not trusted ("
                            + Quote.of(untrusted.get().getMessage())
                            + "). Check the address, or set AwsOptions.caFile.");
        }
        return new Failure(
                ErrorCode.UNAVAILABLE,
                mayHaveActed(call),
                Scope.ENDPOINT,
                true,
                Optional.empty(),
                "no whole answer came from " + who + " to " + call.api() + " ("
                        + Quote.of(deepest(error).getMessage()) + ").");
    }

    /** The timeout of the HTTP client has a type of its own, which this class need not load to know. */
    private static boolean neverConnected(Throwable error) {
        return error instanceof ConnectException
                || error instanceof NoRouteToHostException
                || error.getClass().getSimpleName().equals("ConnectTimeoutException");
    }

    private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
        return causes(error).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Throwable deepest(Throwable error) {
        return causes(error).reduce(error, (outer, inner) -> inner);
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, each -> each != null, Throwable::getCause);
    }
}
