package dev.drover.gcp.internal;

import com.google.api.client.http.HttpResponseException;
import com.google.gson.JsonParseException;
import com.google.gson.stream.MalformedJsonException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What it means when there are no credentials: the call itself was not sent. */
final class CredentialFailures {

    private CredentialFailures() {}

    static Failure classify(NativeCall call, @Nullable Throwable error) {
        if (error == null) {
            return none(call, "none were found");
        }
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof HttpResponseException response) {
                return answered(call, response, error);
            }
        }
        if (String.valueOf(error.getMessage()).contains("default credentials were not found")) {
            return none(call, "there are no Application Default Credentials");
        }
        if (LineFailures.known(error) || overTheLine(error) || notUnderstood(error)) {
            return new Failure(
                    ErrorCode.UNAVAILABLE,
                    Effect.NONE,
                    Scope.REQUEST,
                    true,
                    Optional.empty(),
                    "credentials for " + call.api() + " could not be had, since no answer came from their server ("
                            + Words.reason(error) + "). Check the network and the proxy.");
        }
        return none(call, Words.quote(error.getMessage()));
    }

    private static boolean overTheLine(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof java.net.SocketException
                    || each instanceof java.net.SocketTimeoutException
                    || each instanceof org.apache.http.NoHttpResponseException) {
                return true;
            }
        }
        return false;
    }

    /** Google's library takes an error without JSON, as proxies and load balancers send it, for broken JSON. */
    private static boolean notUnderstood(Throwable error) {
        return error instanceof NullPointerException
                || error instanceof JsonParseException
                || error instanceof MalformedJsonException;
    }

    private static Failure answered(NativeCall call, HttpResponseException response, Throwable error) {
        int status = response.getStatusCode();
        boolean later = status >= 500 || status == 429;
        return new Failure(
                later ? ErrorCode.UNAVAILABLE : status == 403 ? ErrorCode.PERMISSION_DENIED : ErrorCode.UNAUTHENTICATED,
                Effect.NONE,
                later ? Scope.REQUEST : Scope.ACCOUNT,
                later,
                HttpError.of(response).retryAfter(),
                "credentials for " + call.api() + " could not be had: their server answered " + status + " ("
                        + Words.quote(HttpError.of(response).message()) + ")."
                        + (error.getMessage() != null && error.getMessage().contains("impersonat")
                                ? " The caller needs the role roles/iam.serviceAccountTokenCreator on the service account."
                                : ""));
    }

    private static Failure none(NativeCall call, String why) {
        return GcpFailures.refused(
                ErrorCode.UNAUTHENTICATED,
                Scope.ACCOUNT,
                "there are no credentials for " + call.api() + ": " + Words.sentence(why)
                        + " Run 'gcloud auth application-default login', set GOOGLE_APPLICATION_CREDENTIALS, or set"
                        + " GcpOptions.credentialsFile or oidcTokenFile.");
    }
}
