package dev.drover.k8s.internal;

import dev.drover.spi.CallContext;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.time.Duration;

/**
 * Makes the native calls to one API server:
 *
 * <pre>{@code
 * Page<V1Pod> pods = calls.read(KubeRequest.list(PODS, "spark").with("labelSelector", "app=etl"), context);
 * }</pre>
 *
 * <p>A call ends when its time is over or its thread is interrupted. Immutable.
 */
public final class KubeCalls {
    private final KubeConnection connection;
    private final String endpoint;
    private final Duration timeout;

    KubeCalls(KubeConnection connection, String endpoint, Duration timeout) {
        this.connection = connection;
        this.endpoint = endpoint;
        this.timeout = timeout;
    }

    /** Calls that may take longer, or only shorter. */
    public KubeCalls within(Duration limit) {
        return new KubeCalls(connection, endpoint, limit);
    }

    /** A call that changes nothing. */
    public <T> T read(KubeRequest<T> request, CallContext context) {
        return call(request, Safety.READ, context);
    }

    /** A call that may be repeated: the object has a name, or doing it twice is doing it once. */
    public <T> T keyed(KubeRequest<T> request, CallContext context) {
        return call(request, Safety.KEYED, context);
    }

    /** A call that a repeat would do twice. */
    public <T> T unsafe(KubeRequest<T> request, CallContext context) {
        return call(request, Safety.UNSAFE, context);
    }

    private <T> T call(KubeRequest<T> request, Safety safety, CallContext context) {
        return context.call(
                NativeCall.of(request.target().api(), safety, endpoint, timeout),
                left -> connection.send(request, left));
    }
}
