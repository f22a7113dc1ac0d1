package dev.drover.gcp.internal;

import com.google.api.core.ApiFuture;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.UnaryCallable;
import com.google.api.gax.rpc.UnauthenticatedException;
import com.google.auth.Credentials;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One service over gRPC: a channel, and how its calls are made, each within its own time and once. Google's clients are
 * built over it, and only translate; what they would repeat by themselves, they do not:
 *
 * <pre>{@code
 * rpc.prepare(settings);
 * calls.read("GetCluster", context, left -> rpc.call(client.getClusterCallable(), request, left));
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class Rpc implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final URI server;
    private final ManagedChannel channel;
    /** Empty for none. */
    private final Optional<Credentials> credentials;
    /** Clients ask for one, for what they repeat by themselves: nothing. It starts no thread before. */
    private final ScheduledExecutorService idle = Executors.newScheduledThreadPool(0, task -> {
        Thread thread = new Thread(task, "drover-gcp-idle");
        thread.setDaemon(true);
        return thread;
    });

    Rpc(URI server, ManagedChannel channel, Optional<Credentials> credentials) {
        this.server = server;
        this.channel = channel;
        this.credentials = credentials;
    }

    /** Lets a client send over this channel. */
    public void prepare(ClientSettings.Builder<?, ?> client) {
        client.setTransportChannelProvider(FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setBackgroundExecutorProvider(FixedExecutorProvider.create(idle));
    }

    /** Sends a request; once more, with renewed credentials, if those that it had are refused. */
    public <Q, A> A call(UnaryCallable<Q, A> method, Q request, Duration left) throws Exception {
        // Else a server that is back stays unreachable for up to two minutes.
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
        long end = System.nanoTime() + left.toNanos();
        try {
            return send(method, request, left);
        } catch (UnauthenticatedException e) {
            Duration rest = Duration.ofNanos(end - System.nanoTime());
            if (credentials.isEmpty() || rest.isNegative() || rest.isZero()) {
                throw e;
            }
            credentials.get().refresh();
            return send(method, request, rest);
        }
    }

    private <Q, A> A send(UnaryCallable<Q, A> method, Q request, Duration left) throws Exception {
        ApiFuture<A> answer = method.futureCall(request, context(left));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Credentials are asked for here and not by gRPC, so that it counts as the call's time and fails as itself. */
    private GrpcCallContext context(Duration left) throws IOException {
        GrpcCallContext context =
                GrpcCallContext.createDefault().withTimeoutDuration(left).withRetryableCodes(Set.of());
        return credentials.isPresent()
                ? context.withExtraHeaders(credentials.get().getRequestMetadata(server))
                : context;
    }

    @Override
    public void close() {
        idle.shutdownNow();
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
