package dev.drover.gcp.internal;

import dev.drover.spi.CallContext;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeOperation;
import dev.drover.spi.Safety;
import java.time.Duration;

/**
 * Makes the native calls of one service. Requests over HTTP find their time by themselves; those over gRPC take it:
 *
 * <pre>{@code
 * calls.read("ListJobs", context, left -> callable.call(request, GrpcCallContext.createDefault().withTimeoutDuration(left)))
 * }</pre>
 *
 * <p>Immutable.
 */
public final class GcpCalls {
    private final Sending sending;
    private final String endpoint;
    private final String account;
    private final Duration timeout;

    GcpCalls(Sending sending, String endpoint, String account, Duration timeout) {
        this.sending = sending;
        this.endpoint = endpoint;
        this.account = account;
        this.timeout = timeout;
    }

    /** Calls that may take longer, or only shorter. */
    public GcpCalls within(Duration limit) {
        return new GcpCalls(sending, endpoint, account, limit);
    }

    /** A call that changes nothing. */
    public <T> T read(String api, CallContext context, NativeOperation<T> call) {
        return call(api, Safety.READ, context, call);
    }

    /** A call that may be repeated: it carries a token, or doing it twice is doing it once. */
    public <T> T keyed(String api, CallContext context, NativeOperation<T> call) {
        return call(api, Safety.KEYED, context, call);
    }

    /** A call that a repeat would do twice. */
    public <T> T unsafe(String api, CallContext context, NativeOperation<T> call) {
        return call(api, Safety.UNSAFE, context, call);
    }

    private <T> T call(String api, Safety safety, CallContext context, NativeOperation<T> call) {
        return context.call(
                new NativeCall(api, safety, endpoint, account, 1, timeout), left -> sending.send(left, call));
    }
}
