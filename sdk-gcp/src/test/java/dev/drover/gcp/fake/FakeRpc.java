package dev.drover.gcp.fake;

import dev.drover.gcp.GcpOptions;
import io.grpc.BindableService;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Services of Google's over gRPC, with faults that are planned by the name of a method, such as {@code CreateCluster}. It
 * listens on the loopback only. Lost requests and responses are connections that are reset.
 */
public final class FakeRpc implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Faults<RpcFault> faults = new Faults<>();
    private final Map<String, RpcFault> standing = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final boolean secured;
    private final Server server;
    private final Line line;

    public FakeRpc(BindableService... services) {
        this(InsecureServerCredentials.create(), false, services);
    }

    /** With TLS. */
    public FakeRpc(ServerCredentials identity, BindableService... services) {
        this(identity, true, services);
    }

    private FakeRpc(ServerCredentials identity, boolean secured, BindableService... services) {
        this.secured = secured;
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), identity)
                .intercept(new Interceptor());
        for (BindableService service : services) {
            builder.addService(service);
        }
        try {
            server = builder.build().start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        line = new Line(server.getPort());
    }

    public URI endpoint() {
        return URI.create((secured ? "https" : "http") + "://127.0.0.1:" + line.port());
    }

    /** Options that lead here. */
    public GcpOptions options() {
        return GcpOptions.builder().endpoint(endpoint()).anonymous().build();
    }

    /** From now on only calls with one of these are answered. */
    public void accept(String... accessTokens) {
        tokens.clear();
        tokens.addAll(List.of(accessTokens));
    }

    /** The next calls of a method meet these faults, one each, in this order. */
    public void next(String method, RpcFault... planned) {
        faults.plan(method, List.of(planned));
    }

    /** Every call of a method meets a fault, until {@link #recover}. */
    public void always(String method, RpcFault fault) {
        standing.put(method, fault);
    }

    public void recover(String method) {
        standing.remove(method);
    }

    /** How often each method was called, faults included. */
    public Map<String, Integer> calls() {
        return faults.calls();
    }

    public int calls(String method) {
        return faults.calls().getOrDefault(method, 0);
    }

    /** Faults that were planned and did not come to pass, by method. */
    public Map<String, List<RpcFault>> unused() {
        return faults.unused();
    }

    /** Resets all connections. */
    public void cut() {
        line.cut();
    }

    @Override
    public void close() {
        line.close();
        server.shutdownNow();
    }

    private final class Interceptor implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
            Optional<RpcFault> fault = faults.next(method).or(() -> Optional.ofNullable(standing.get(method)));
            if (!tokens.isEmpty() && !tokens.contains(token(headers))) {
                call.close(
                        Status.UNAUTHENTICATED.withDescription("Request had invalid authentication credentials."),
                        new Metadata());
                return new ServerCall.Listener<>() {};
            }
            if (fault.isEmpty()) {
                return next.startCall(call, headers);
            }
            if (fault.get() instanceof RpcFault.LoseResponse) {
                return next.startCall(new Mute<>(call, Optional.empty()), headers);
            }
            if (fault.get() instanceof RpcFault.RefuseAfterEffect refuse) {
                return next.startCall(new Mute<>(call, Optional.of(refuse.details())), headers);
            }
            if (fault.get() instanceof RpcFault.LoseRequest) {
                cut();
            } else if (fault.get() instanceof RpcFault.Refuse refuse) {
                refuse(call, refuse.details());
            }
            return new ServerCall.Listener<>() {};
        }

        private static String token(Metadata headers) {
            return String.valueOf(headers.get(AUTHORIZATION)).replaceFirst("^Bearer ", "");
        }
    }

    private static void refuse(ServerCall<?, ?> call, com.google.rpc.Status details) {
        StatusRuntimeException error = StatusProto.toStatusRuntimeException(details);
        Metadata trailers = error.getTrailers();
        call.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    /** What the service answers is not heard; what is heard instead is an error, or the end of the connection. */
    private final class Mute<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final Optional<com.google.rpc.Status> error;

        Mute(ServerCall<Q, A> call, Optional<com.google.rpc.Status> error) {
            super(call);
            this.error = error;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            // Nothing is heard.
        }

        @Override
        public void sendMessage(A message) {
            // Nothing is heard.
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (error.isPresent()) {
                refuse(delegate(), error.get());
            } else {
                cut();
            }
        }
    }
}
