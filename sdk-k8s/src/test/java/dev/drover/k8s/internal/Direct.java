package dev.drover.k8s.internal;

import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeOperation;
import java.time.Duration;
import java.time.Instant;

/** Makes native calls without a guard around them, and keeps what the driver would be told of their errors. */
final class Direct implements CallContext {
    private final Duration timeout;

    Direct(Duration timeout) {
        this.timeout = timeout;
    }

    static Direct calls() {
        return new Direct(Duration.ofSeconds(20));
    }

    /** What a call threw, and what it means. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Failure failure;
        private final Exception error;

        Thrown(Failure failure, Exception error) {
            super(failure.toString(), error);
            this.failure = failure;
            this.error = error;
        }

        Failure failure() {
            return failure;
        }

        Exception error() {
            return error;
        }
    }

    @Override
    public <T> T call(NativeCall call, NativeOperation<T> operation) {
        try {
            return operation.run(timeout.compareTo(call.timeout()) < 0 ? timeout : call.timeout());
        } catch (Exception e) {
            throw new Thrown(KubeFailures.classify(call, e), e);
        }
    }

    @Override
    public Instant deadline() {
        return now().plus(timeout);
    }

    @Override
    public Duration remaining() {
        return timeout;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void progress(String message) {}
}
