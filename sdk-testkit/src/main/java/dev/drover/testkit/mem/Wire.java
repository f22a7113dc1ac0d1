package dev.drover.testkit.mem;

import dev.drover.DroverClock;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import dev.drover.testkit.fault.CallHook;
import dev.drover.testkit.fault.Fault;
import dev.drover.testkit.fault.FaultSource;
import dev.drover.testkit.fault.MemCall;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What lies between a client and the platform; every native call goes through here and may go wrong here. */
final class Wire {
    private final World world;
    private final CallCounts counts;
    private final CallHook hook;
    private final FaultSource faults;

    Wire(World world, CallCounts counts, CallHook hook, FaultSource faults) {
        this.world = world;
        this.counts = counts;
        this.hook = hook;
        this.faults = faults;
    }

    /**
     * Sends one request.
     *
     * @param clock the client's
     */
    <T> T send(MemCall call, Duration timeout, DroverClock clock, Action<T> action)
            throws NativeException, CannotTellException, InterruptedException {
        hook.before(call);
        counts.count(call);
        @Nullable Fault fault = faults.faultOf(call).orElse(null);
        if (fault == null || needless(fault, call)) {
            return world.act(action);
        }
        if (fault instanceof Fault.Slow slow) {
            return answerAfter(slow.delay(), timeout, clock, action);
        }
        if (fault instanceof Fault.PauseClient pause) {
            clock.sleep(pause.length());
            return world.act(action);
        }
        if (fault instanceof Fault.StaleRead stale) {
            return world.asOf(stale.age(), action);
        }
        if (fault instanceof Fault.CannotTell unsure) {
            throw new CannotTellException(unsure.askAgainAfter());
        }
        throw fail(fault, call, timeout, clock, action);
    }

    /** Whether the fault would change nothing about such a call. */
    private static boolean needless(Fault fault, MemCall call) {
        return (fault instanceof Fault.CannotTell && !call.looksUp())
                || (fault instanceof Fault.StaleRead && call.request().safety() != Safety.READ);
    }

    private <T> T answerAfter(Duration delay, Duration timeout, DroverClock clock, Action<T> action)
            throws NativeException, InterruptedException {
        T answer = world.act(action);
        if (delay.compareTo(timeout) <= 0) {
            clock.sleep(delay);
            return answer;
        }
        clock.sleep(timeout);
        throw lost("no answer came within " + timeout);
    }

    /** What the caller sees of it. */
    private NativeException fail(Fault fault, MemCall call, Duration timeout, DroverClock clock, Action<?> action)
            throws InterruptedException {
        if (fault instanceof Fault.Throttle throttle) {
            return throttled(throttle.retryAfter(), call);
        }
        if (fault instanceof Fault.Refuse refuse) {
            return new NativeException(Failure.refused(refuse.code(), "mem refused " + call.api() + ", as scripted."));
        }
        if (fault instanceof Fault.Unreachable) {
            return new NativeException(
                    Failure.unreachable("nobody answers at " + call.request().endpoint() + "; nothing was sent."));
        }
        if (fault instanceof Fault.TimeOut) {
            clock.sleep(timeout);
            return lost("no answer came within " + timeout);
        }
        if (fault instanceof Fault.LandLate late) {
            world.later(late.after(), action);
            return lost("the connection broke off");
        }
        if (fault instanceof Fault.CrashBeforeSending crash) {
            throw crash.crash().get();
        }
        actUnheard(action);
        if (fault instanceof Fault.CrashAfterEffect crash) {
            throw crash.crash().get();
        }
        return lost("the connection broke off");
    }

    private void actUnheard(Action<?> action) {
        try {
            world.act(action);
        } catch (NativeException e) {
            // Refused, which the caller does not hear either.
        }
    }

    private static NativeException throttled(Optional<Duration> retryAfter, MemCall call) {
        // From a real platform nobody knows whether a change that was turned away so had its effect.
        Effect effect = call.request().safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN;
        return new NativeException(new Failure(
                ErrorCode.THROTTLED,
                effect,
                Failure.Scope.ACCOUNT,
                true,
                retryAfter,
                "mem asks for fewer calls"
                        + retryAfter.map(d -> "; again after " + d).orElse("") + "."));
    }

    private static NativeException lost(String why) {
        return new NativeException(Failure.lost(why + "; the answer is lost."));
    }
}
