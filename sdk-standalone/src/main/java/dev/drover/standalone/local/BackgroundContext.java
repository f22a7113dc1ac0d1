package dev.drover.standalone.local;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeOperation;
import java.time.Duration;
import java.time.Instant;

/** The context of calls that no user's operation makes. Whoever makes them asks again later. */
final class BackgroundContext implements CallContext {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final DroverClock clock;
    private final Instant deadline;

    BackgroundContext(DroverClock clock) {
        this.clock = clock;
        this.deadline = clock.instant().plus(TIMEOUT);
    }

    @Override
    public <T> T call(NativeCall call, NativeOperation<T> operation) {
        try {
            return operation.run(call.timeout().compareTo(TIMEOUT) < 0 ? call.timeout() : TIMEOUT);
        } catch (DroverException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException(ErrorCode.CANCELLED, Effect.NONE, true, call.api() + " was interrupted.", e);
        } catch (Exception e) {
            throw new DroverException(ErrorCode.UNAVAILABLE, Effect.UNKNOWN, true, call.api() + " failed.", e);
        }
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
        // Nobody listens.
    }
}
