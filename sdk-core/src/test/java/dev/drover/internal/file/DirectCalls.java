package dev.drover.internal.file;

import dev.drover.DroverException;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.NativeOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Makes each native call, or some of them twice, as a guard does that has lost the first answer.
 *
 * @param lost the calls whose first answer is lost
 * @param remaining what is left until the deadline
 */
record DirectCalls(Set<String> lost, Duration remaining) implements CallContext {
    static final DirectCalls ONCE = new DirectCalls(Set.of(), Duration.ofMinutes(1));

    @Override
    public <T> T call(NativeCall call, NativeOperation<T> operation) {
        try {
            if (lost.contains(call.api())) {
                operation.run(call.timeout());
            }
            return operation.run(call.timeout());
        } catch (DroverException e) {
            throw e;
        } catch (NativeException e) {
            throw thrown(e.failure(), e);
        } catch (Exception e) {
            throw thrown(FileErrors.classify(call, e), e);
        }
    }

    private static DroverException thrown(Failure failure, Exception cause) {
        return new DroverException(failure.code(), failure.effect(), failure.retryable(), failure.message(), cause);
    }

    @Override
    public Instant deadline() {
        return now().plus(remaining);
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public void progress(String message) {
        throw new AssertionError("Files report no progress");
    }
}
