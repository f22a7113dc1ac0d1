package dev.drover.gcp.internal;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.BaseServiceException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import java.io.IOException;
import java.util.Optional;

/**
 * What errors of Google Cloud mean, for every service and both of its protocols: the one door to
 * {@link HttpFailures} and {@link StatusFailures}, for what was answered, and {@link LineFailures}, for what was not. Pure.
 */
public final class GcpFailures {

    private GcpFailures() {}

    /** Classifies what a call threw; for {@link dev.drover.spi.Provider#classify}. */
    public static Failure classify(NativeCall call, Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof CredentialsException) {
                return CredentialFailures.classify(call, each.getCause());
            }
        }
        if (error instanceof ApiException api) {
            return StatusFailures.classify(call, api);
        }
        if (error instanceof BaseServiceException service) {
            return service.getCode() > 0
                    ? HttpFailures.classify(call, HttpError.of(service))
                    : LineFailures.classify(call, service);
        }
        if (error instanceof HttpResponseException response) {
            return HttpFailures.classify(call, HttpError.of(response));
        }
        if (error instanceof IOException) {
            return LineFailures.classify(call, error);
        }
        return new Failure(
                ErrorCode.INTERNAL,
                Words.effect(call),
                Scope.REQUEST,
                false,
                Optional.empty(),
                call.api() + " failed within Drover: " + error.getClass().getName() + ". Please report it.");
    }

    /** An answer that was refused for good: nothing was done. */
    static Failure refused(ErrorCode code, Scope scope, String message) {
        return new Failure(code, Effect.NONE, scope, false, Optional.empty(), message);
    }

    /** An answer, or none, after which nobody knows what was done; the same request may succeed later. */
    static Failure trouble(NativeCall call, Scope scope, String message) {
        return new Failure(ErrorCode.UNAVAILABLE, Words.effect(call), scope, true, Optional.empty(), message);
    }
}
