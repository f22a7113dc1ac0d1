package dev.drover.standalone.rest;

import dev.drover.DroverException;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.NativeOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes native calls as the core does, without retrying, and keeps a list of them. */
public final class CountingContext implements CallContext {
    private final List<NativeCall> calls = new CopyOnWriteArrayList<>();
    private final Instant deadline;

    public CountingContext(Duration timeout) {
        deadline = Instant.now().plus(timeout);
    }

    public static CountingContext create() {
        return new CountingContext(Duration.ofSeconds(20));
    }

    /** The native calls so far, by name. */
    public List<String> calls() {
        return calls.stream().map(NativeCall::api).toList();
    }

    @Override
    public <T> T call(NativeCall call, NativeOperation<T> operation) {
        calls.add(call);
        Duration left = remaining();
        try {
            return operation.run(left.compareTo(call.timeout()) < 0 ? left : call.timeout());
        } catch (DroverException e) {
            throw e;
        } catch (Exception e) {
            Failure failure =
                    e instanceof NativeException found ? found.failure() : StandaloneFailures.classify(call, e);
            throw new DroverException(failure.code(), failure.effect(), failure.retryable(), failure.message(), e);
        }
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Duration remaining() {
        Duration left = Duration.between(Instant.now(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void progress(String message) {}
}
