package dev.drover.k8s.internal;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.util.Optional;

/**
 * What errors of a Kubernetes API server mean: the one door to {@link StatusFailures}, for what was answered, and
 * {@link LineFailures}, for what was not. Pure.
 */
public final class KubeFailures {

    private KubeFailures() {}

    /** Classifies what a call threw; for {@link dev.drover.spi.Provider#classify}. */
    public static Failure classify(NativeCall call, Throwable error) {
        if (error instanceof LoginException unknown) {
            return unsent(call, unknown);
        }
        if (error instanceof KubeException refused) {
            return refused.status()
                    .map(status -> StatusFailures.classify(call, refused.target(), status))
                    .orElseGet(() -> LineFailures.classify(call, refused));
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

    private static Failure unsent(NativeCall call, LoginException error) {
        return new Failure(
                error.code(),
                Effect.NONE,
                Scope.ACCOUNT,
                error.code() == ErrorCode.UNAVAILABLE,
                Optional.empty(),
                call.api() + " was not sent, for want of credentials: " + error.getMessage());
    }
}
