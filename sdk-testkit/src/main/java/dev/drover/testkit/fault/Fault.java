package dev.drover.testkit.fault;

import dev.drover.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What goes wrong with one native call. Values, so that a simulation can draw them from a seed. */
public sealed interface Fault {

    /** The platform turns the call away, without effect; the caller of a change cannot be sure of that. */
    record Throttle(Optional<Duration> retryAfter) implements Fault {}

    /** The platform definitively refuses, without effect. */
    record Refuse(ErrorCode code) implements Fault {}

    /** Nobody answers at the address; nothing was sent. */
    record Unreachable() implements Fault {}

    /** The request is lost on its way; the caller waits for its timeout and cannot tell. */
    record TimeOut() implements Fault {}

    /** The call has its effect, and the answer is lost. */
    record LoseResponse() implements Fault {}

    /** The answer is lost at once, and the effect comes this much later. */
    record LandLate(Duration after) implements Fault {}

    /** A read is answered as things stood this long ago; other calls go well. */
    record StaleRead(Duration age) implements Fault {}

    /** The answer takes this long; beyond the caller's timeout it is lost, and the effect stays. */
    record Slow(Duration delay) implements Fault {}

    /** The client stands still this long before its request leaves, whatever its deadline says. */
    record PauseClient(Duration length) implements Fault {}

    /** A lookup by key answers that it cannot tell now; other calls go well. */
    record CannotTell(Duration askAgainAfter) implements Fault {}

    /** The client dies of this error before its request leaves. */
    record CrashBeforeSending(Supplier<? extends Error> crash) implements Fault {}

    /** The client dies of this error once the platform has acted. */
    record CrashAfterEffect(Supplier<? extends Error> crash) implements Fault {}
}
