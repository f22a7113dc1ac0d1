package dev.drover.spi;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/**
 * What a native error means.
 *
 * @param effect whether what was asked for may have happened
 * @param scope how far the trouble reaches
 * @param retryable whether the same call may succeed later
 * @param retryAfter how long the platform asked to wait
 * @param message what came back and what to do next; the core adds what was asked of whom
 */
public record Failure(
        ErrorCode code, Effect effect, Scope scope, boolean retryable, Optional<Duration> retryAfter, String message) {

    /** How far the trouble reaches. */
    public enum Scope {
        /** This request is at fault; others may go on. */
        REQUEST,
        /** This cluster is in trouble. */
        CLUSTER,
        /** Whoever answers is in trouble. */
        ENDPOINT,
        /** The account's budget or rights are at fault. */
        ACCOUNT
    }

    /** A request that was definitively refused. */
    public static Failure refused(ErrorCode code, String message) {
        return new Failure(code, Effect.NONE, Scope.REQUEST, false, Optional.empty(), message);
    }

    /** An endpoint that was never reached. */
    public static Failure unreachable(String message) {
        return new Failure(ErrorCode.UNAVAILABLE, Effect.NONE, Scope.ENDPOINT, true, Optional.empty(), message);
    }

    /** An answer that was lost: the request may have had its effect. */
    public static Failure lost(String message) {
        return new Failure(ErrorCode.UNAVAILABLE, Effect.UNKNOWN, Scope.ENDPOINT, true, Optional.empty(), message);
    }
}
