package dev.drover.benchmarks;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ChannelLogger;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.LoadBalancer.SubchannelStateListener;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SynchronizationContext;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * gRPC's own {@code round_robin} load balancer with every address connected, as a channel would drive it, but for the
 * connections. Asking its picker is what a channel does for each call.
 */
final class GrpcRoundRobin {
    private static final PickSubchannelArgs CALL = new UnreadCall();

    private final SynchronizationContext events = new SynchronizationContext((thread, error) -> {
        throw new IllegalStateException(error);
    });
    private final AtomicInteger ready = new AtomicInteger();
    private @Nullable SubchannelPicker picker;

    /** Makes the balancer and lets all its subchannels become ready. */
    void open(int addresses) {
        LoadBalancer balancer = Objects.requireNonNull(
                        LoadBalancerRegistry.getDefaultRegistry().getProvider("round_robin"))
                .newLoadBalancer(new Channel());
        List<EquivalentAddressGroup> groups = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            groups.add(new EquivalentAddressGroup(InetSocketAddress.createUnresolved("j-" + i + ".eu-west-1", 443)));
        }
        events.execute(() -> balancer.acceptResolvedAddresses(
                ResolvedAddresses.newBuilder().setAddresses(groups).build()));
        for (int i = 0; i < 2 * addresses; i++) {
            if (!pick().hasResult()) {
                throw new IllegalStateException("gRPC's picker has nothing ready: " + picker);
            }
        }
        if (ready.get() != addresses) {
            throw new IllegalStateException(ready + " of " + addresses + " addresses are ready");
        }
    }

    PickResult pick() {
        return Objects.requireNonNull(picker).pickSubchannel(CALL);
    }

    private final class Channel extends LoadBalancer.Helper {
        @Override
        public Subchannel createSubchannel(CreateSubchannelArgs args) {
            return new Connected(args);
        }

        @Override
        public void updateBalancingState(ConnectivityState state, SubchannelPicker now) {
            picker = now;
        }

        @Override
        public SynchronizationContext getSynchronizationContext() {
            return events;
        }

        @Override
        public ChannelLogger getChannelLogger() {
            return new Silence();
        }

        @Override
        public String getAuthority() {
            return "eu-west-1";
        }

        @Override
        public ManagedChannel createOobChannel(EquivalentAddressGroup group, String authority) {
            throw new UnsupportedOperationException();
        }
    }

    /** Is ready as soon as it is asked to connect. */
    private final class Connected extends Subchannel {
        private final CreateSubchannelArgs args;
        private @Nullable SubchannelStateListener listener;

        Connected(CreateSubchannelArgs args) {
            this.args = args;
        }

        @Override
        public void start(SubchannelStateListener owner) {
            listener = owner;
        }

        @Override
        public void requestConnection() {
            SubchannelStateListener owner = Objects.requireNonNull(listener);
            events.execute(() -> {
                owner.onSubchannelState(ConnectivityStateInfo.forNonError(ConnectivityState.CONNECTING));
                owner.onSubchannelState(ConnectivityStateInfo.forNonError(ConnectivityState.READY));
                ready.incrementAndGet();
            });
        }

        @Override
        public List<EquivalentAddressGroup> getAllAddresses() {
            return args.getAddresses();
        }

        @Override
        public Attributes getAttributes() {
            return args.getAttributes();
        }

        @Override
        public void shutdown() {}
    }

    private static final class Silence extends ChannelLogger {
        @Override
        public void log(ChannelLogLevel level, String message) {}

        @Override
        public void log(ChannelLogLevel level, String template, @Nullable Object... args) {}
    }

    /** Round-robin does not look at the call; if that changed, the benchmark would fail. */
    private static final class UnreadCall extends PickSubchannelArgs {
        @Override
        public CallOptions getCallOptions() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Metadata getHeaders() {
            throw new UnsupportedOperationException();
        }

        @Override
        public MethodDescriptor<?, ?> getMethodDescriptor() {
            throw new UnsupportedOperationException();
        }
    }
}
