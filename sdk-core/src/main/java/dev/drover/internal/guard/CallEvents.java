package dev.drover.internal.guard;

import dev.drover.DroverListener.CallEnded;
import dev.drover.DroverListener.CallRefused;
import dev.drover.DroverListener.CallRetrying;
import dev.drover.DroverListener.CallStarted;
import dev.drover.DroverListener.CallWaited;
import dev.drover.DroverListener.Refusal;
import dev.drover.DroverListener.Wait;
import dev.drover.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners and the log what becomes of native calls; makes no objects when nobody listens. */
final class CallEvents {
    private static final Logger log = LoggerFactory.getLogger(CallEvents.class);

    private final Listeners listeners;
    private final SteadyTime time;

    CallEvents(Listeners listeners, SteadyTime time) {
        this.listeners = listeners;
        this.time = time;
    }

    void waited(GuardedCall<?> call, Wait wait, long nanos) {
        if (listeners.any()) {
            CallWaited event = new CallWaited(call.described(), wait, Duration.ofNanos(nanos));
            listeners.tell(l -> l.callWaited(event));
        }
    }

    void started(GuardedCall<?> call) {
        if (listeners.any()) {
            CallStarted event = new CallStarted(call.described(), call.tries());
            listeners.tell(l -> l.callStarted(event));
        }
    }

    /** The clock is read only if somebody wants to know. */
    void ended(GuardedCall<?> call, @Nullable ErrorCode failure) {
        if (listeners.any() || log.isDebugEnabled()) {
            Duration took = Duration.ofNanos(time.nanos() - call.now());
            log.debug("{}: {} in {}, try {}", call.words(), failure == null ? "OK" : failure, took, call.tries());
            CallEnded event = new CallEnded(call.described(), call.tries(), Optional.ofNullable(failure), took);
            listeners.tell(l -> l.callEnded(event));
        }
    }

    void retrying(GuardedCall<?> call, CallFailure failed, long pause) {
        if (log.isInfoEnabled()) {
            log.info(
                    "{} failed and is sent again in {}: {}",
                    call.words(),
                    Duration.ofNanos(pause),
                    failed.failure().message());
        }
        if (listeners.any()) {
            CallRetrying event = new CallRetrying(
                    call.described(), call.tries(), failed.failure().code(), Duration.ofNanos(pause));
            listeners.tell(l -> l.callRetrying(event));
        }
    }

    void refused(GuardedCall<?> call, Refusal why) {
        if (listeners.any()) {
            CallRefused event = new CallRefused(call.described(), call.tries() + 1, why);
            listeners.tell(l -> l.callRefused(event));
        }
    }
}
