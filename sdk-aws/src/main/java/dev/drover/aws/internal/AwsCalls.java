package dev.drover.aws.internal;

import dev.drover.spi.CallContext;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * Makes the native calls of one service. A call takes limits, which belong into the request:
 *
 * <pre>{@code
 * calls.read("ListSteps", context, limits -> emr.listSteps(r -> r.clusterId(id).overrideConfiguration(limits)))
 * }</pre>
 *
 * <p>An interrupted thread notices it when the answer has come or the time is over, not before: the SDK waits on a socket.
 *
 * <p>Immutable.
 */
public final class AwsCalls {
    private final String endpoint;
    private final String account;
    private final Duration timeout;
    private final int cost;

    AwsCalls(String endpoint, String account, Duration timeout) {
        this(endpoint, account, timeout, 1);
    }

    private AwsCalls(String endpoint, String account, Duration timeout, int cost) {
        this.endpoint = endpoint;
        this.account = account;
        this.timeout = timeout;
        this.cost = cost;
    }

    /** Calls that count as several. */
    public AwsCalls costing(int units) {
        return new AwsCalls(endpoint, account, timeout, units);
    }

    /** Calls that may take longer, or only shorter. */
    public AwsCalls within(Duration limit) {
        return new AwsCalls(endpoint, account, limit, cost);
    }

    /** A call that changes nothing. */
    public <T> T read(String api, CallContext context, Sent<T> call) {
        return call(api, Safety.READ, context, call);
    }

    /** A call that may be repeated: it carries a token, or doing it twice is doing it once. */
    public <T> T keyed(String api, CallContext context, Sent<T> call) {
        return call(api, Safety.KEYED, context, call);
    }

    /** A call that a repeat would do twice. */
    public <T> T unsafe(String api, CallContext context, Sent<T> call) {
        return call(api, Safety.UNSAFE, context, call);
    }

    private <T> T call(String api, Safety safety, CallContext context, Sent<T> call) {
        return context.call(new NativeCall(api, safety, endpoint, account, cost, timeout), left -> {
            try {
                return call.within(AwsRequestOverrideConfiguration.builder()
                        .apiCallTimeout(left)
                        .apiCallAttemptTimeout(left)
                        .build());
            } catch (AbortedException e) {
                InterruptedException interrupted = new InterruptedException(e.getMessage());
                interrupted.initCause(e);
                throw interrupted;
            } catch (AwsServiceException e) {
                throw Signatures.without(e);
            }
        });
    }

    /** Sends a request that carries these limits. */
    @FunctionalInterface
    public interface Sent<T> {
        T within(AwsRequestOverrideConfiguration limits) throws Exception;
    }
}
