package dev.drover.standalone.rest;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Optional;

/** What errors of Spark's HTTP interfaces mean. Pure. */
public final class StandaloneFailures {
    private static final int LONGEST_QUOTE = 300;

    private StandaloneFailures() {}

    /** Classifies what a call threw; for {@link dev.drover.spi.Provider#classify}. */
    public static Failure classify(NativeCall call, Throwable error) {
        if (error instanceof ConnectException || error instanceof HttpConnectTimeoutException) {
            return Failure.unreachable(call.endpoint() + " does not accept connections. Check that the daemon is up and"
                    + " the address right"
                    + (isPage(call)
                            ? "."
                            : ", and that the master was started with"
                                    + " spark.master.rest.enabled=true (port 6066 unless set)."));
        }
        if (error instanceof AnswerTooLongException) {
            return trouble(
                    call,
                    ErrorCode.INTERNAL,
                    false,
                    "the answer of " + call.endpoint() + " to " + call.api() + " cannot be right: " + error.getMessage()
                            + ". Check what listens there.");
        }
        if (error instanceof HttpTimeoutException) {
            return lost(call, call.endpoint() + " did not answer " + call.api() + " in time; it may be overloaded.");
        }
        if (error instanceof IOException) {
            return lost(
                    call,
                    "the connection to " + call.endpoint() + " broke during " + call.api() + " ("
                            + quote(String.valueOf(error.getMessage())) + ").");
        }
        return trouble(
                call,
                ErrorCode.INTERNAL,
                false,
                call.api() + " failed within Drover: " + error.getClass().getName() + ". Please report it.");
    }

    /**
     * Classifies an answer that is no success.
     *
     * @param said the server's own words
     * @param signed whether the request carried a token
     */
    static Failure ofStatus(NativeCall call, int status, String said, boolean signed) {
        String answered = call.endpoint() + " answered " + status + " to " + call.api();
        String quoted = said.isBlank() ? "" : ": " + quote(said);
        return switch (status) {
            case 401, 403 ->
                signed
                        ? Failure.refused(
                                ErrorCode.PERMISSION_DENIED,
                                answered + ": it does not accept tokens made with"
                                        + " this signing key. Use the key of the cluster, and compare the clocks.")
                        : Failure.refused(
                                ErrorCode.UNAUTHENTICATED,
                                answered + ": it asks for a token. Set the signing key" + " of its JWSFilter.");
            case 400, 413, 414, 431 -> Failure.refused(ErrorCode.INVALID_ARGUMENT, answered + quoted);
            case 404, 405 ->
                isPage(call) && status == 404
                        ? trouble(
                                call,
                                ErrorCode.UNAVAILABLE,
                                true,
                                answered + ", as a daemon does until it has started. If it stays so, check the address"
                                        + " and port.")
                        : Failure.refused(
                                ErrorCode.INVALID_ARGUMENT,
                                answered + ": this is not the Spark"
                                        + " interface that was expected there. Check the address and port.");
            case 468 ->
                Failure.refused(
                        ErrorCode.UNSUPPORTED,
                        answered + quoted + ". It speaks another version of the submission protocol than v1.");
            case 429 -> trouble(call, ErrorCode.THROTTLED, true, answered + ". Ask less often.");
            default ->
                trouble(
                        call,
                        ErrorCode.UNAVAILABLE,
                        status >= 500,
                        answered + quoted + ". The master's log says more.");
        };
    }

    /** An answer with status 200 that is not what Spark's daemons say. */
    static Failure notSpark(NativeCall call, String body) {
        String start = body.stripLeading();
        boolean page = start.startsWith("<");
        return trouble(
                call,
                ErrorCode.UNAVAILABLE,
                // A wrong address answers so for ever, a master's own pages until it has started: a wait goes on.
                !page || isPage(call),
                call.endpoint() + " answered " + call.api()
                        + (page ? " with a web page" : " with something that is not complete JSON")
                        + ". Check that the address and port are those of Spark's "
                        + (isPage(call)
                                ? "web interface."
                                : "submission server, and not of its web interface or a proxy."));
    }

    /** A master that is standing by or recovering; it refuses everything until it is alive. */
    static Failure notAlive(NativeCall call, String said) {
        return new Failure(
                ErrorCode.UNAVAILABLE,
                Effect.NONE,
                Failure.Scope.CLUSTER,
                true,
                Optional.empty(),
                "the master at " + call.endpoint() + " is not active: " + quote(said)
                        + ". Wait until it has recovered, or name the active master.");
    }

    private static Failure lost(NativeCall call, String message) {
        return trouble(call, ErrorCode.UNAVAILABLE, true, message);
    }

    private static Failure trouble(NativeCall call, ErrorCode code, boolean retryable, String message) {
        Effect effect = call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN;
        return new Failure(code, effect, Failure.Scope.ENDPOINT, retryable, Optional.empty(), message);
    }

    private static boolean isPage(NativeCall call) {
        return !call.api().contains("/v1/submissions");
    }

    /** The first line only: what follows are stack traces, which may quote the request. */
    private static String quote(String said) {
        String line = said.strip().lines().findFirst().orElse("");
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
    }
}
