package dev.drover.gcp.internal;

import dev.drover.spi.NativeOperation;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long the native call under way on this thread may take: Google's HTTP clients take no limit with a request. */
final class CallTime {
    // Of each connection: there is no static state.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Duration> current = new ThreadLocal<>();

    <T> T during(Duration left, NativeOperation<T> operation) throws Exception {
        current.set(left);
        try {
            return operation.run(left);
        } finally {
            current.remove();
        }
    }

    /** Empty outside a call. */
    Optional<Duration> left() {
        return Optional.ofNullable(current.get());
    }
}
