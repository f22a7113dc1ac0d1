package dev.drover.internal.guard;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.DroverListener.CallEnded;
import dev.drover.DroverListener.Progress;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.NativeOperation;
import dev.drover.spi.Provider;
import dev.drover.spi.Safety;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One operation: every native call goes through here once, and every error becomes a {@link DroverException} here. */
final class GuardedContext implements CallContext {
    private static final Logger log = LoggerFactory.getLogger(GuardedContext.class);

    private final Provider provider;
    private final DroverClock clock;
    private final Listeners listeners;
    private final String what;
    private final Instant deadline;

    GuardedContext(Provider provider, DroverClock clock, Listeners listeners, String what, Instant deadline) {
        this.provider = provider;
        this.clock = clock;
        this.listeners = listeners;
        this.what = what;
        this.deadline = deadline;
    }

    @Override
    public <T> T call(NativeCall call, NativeOperation<T> operation) {
        Duration left = remaining();
        if (left.isZero()) {
            throw new DroverException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    Effect.NONE,
                    true,
                    "Could not " + what + ": no time was left to call " + call.api() + " on " + call.endpoint() + ".",
                    null);
        }
        Instant start = clock.instant();
        try {
            T result = operation.run(left.compareTo(call.timeout()) < 0 ? left : call.timeout());
            ended(call, start, Optional.empty());
            return result;
        } catch (DroverException e) {
            ended(call, start, Optional.of(e.code()));
            throw e;
        } catch (Exception e) {
            DroverException error = wrap(call, e);
            ended(call, start, Optional.of(error.code()));
            throw error;
        }
    }

    private void ended(NativeCall call, Instant start, Optional<ErrorCode> failure) {
        Duration took = Duration.between(start, clock.instant());
        log.debug(
                "{} on {}: {} in {}",
                call.api(),
                call.endpoint(),
                failure.map(Enum::name).orElse("OK"),
                took);
        listeners.tell(l -> l.callEnded(new CallEnded(call.api(), call.endpoint(), failure, took)));
    }

    private DroverException wrap(NativeCall call, Exception error) {
        if (error instanceof InterruptedException || (error instanceof InterruptedIOException && interrupted())) {
            Thread.currentThread().interrupt();
            return new DroverException(
                    ErrorCode.CANCELLED,
                    call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN,
                    true,
                    "Could not " + what + ": interrupted during " + call.api() + " on " + call.endpoint() + ".",
                    error);
        }
        Failure failure = error instanceof NativeException e ? e.failure() : provider.classify(call, error);
        return new DroverException(
                failure.code(),
                failure.effect(),
                failure.retryable(),
                "Could not " + what + ": " + failure.message(),
                error);
    }

    private static boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Duration remaining() {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void progress(String message) {
        listeners.tell(l -> l.progressed(new Progress(what, message)));
    }
}
