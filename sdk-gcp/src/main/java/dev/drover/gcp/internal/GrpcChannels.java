package dev.drover.gcp.internal;

import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.gcp.GcpOptions;
import io.grpc.ChannelCredentials;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ProxyDetector;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Connections of gRPC: the same ways as those of {@link HttpTransports}. They repeat nothing. */
final class GrpcChannels {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private GrpcChannels() {}

    /** @param server an address without a path; without TLS if its scheme is {@code http} */
    static ManagedChannel of(GcpOptions options, URI server) {
        boolean plain = "http".equals(server.getScheme());
        int port = server.getPort() >= 0 ? server.getPort() : plain ? HTTP : HTTPS;
        NettyChannelBuilder channel = NettyChannelBuilder.forTarget(
                        "dns:///" + server.getHost() + ":" + port,
                        plain ? InsecureChannelCredentials.create() : tls(options))
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTimeout().toMillis())
                // Pages of jobs are larger than gRPC's default of 4 MiB.
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .disableServiceConfigLookUp()
                .disableRetry();
        options.proxy().ifPresent(proxy -> channel.proxyDetector(through(proxy, options)));
        return channel.build();
    }

    private static ChannelCredentials tls(GcpOptions options) {
        if (options.caFile().isEmpty()) {
            return TlsChannelCredentials.create();
        }
        try {
            return TlsChannelCredentials.newBuilder()
                    .trustManager(options.caFile().get().toFile())
                    .build();
        } catch (IOException e) {
            throw DroverException.invalid("The certificates to trust cannot be read from "
                    + options.caFile().get() + ": " + e.getMessage() + ".");
        }
    }

    private static ProxyDetector through(URI proxy, GcpOptions options) {
        if (!"http".equals(proxy.getScheme())) {
            throw DroverException.invalid("gRPC reaches a proxy by http only, not by '" + proxy.getScheme() + "'.");
        }
        return target -> {
            // Looked up each time, as long-lived programs outlive addresses.
            InetSocketAddress address =
                    new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? HTTP : proxy.getPort());
            if (address.isUnresolved()) {
                throw new UnknownHostException(proxy.getHost());
            }
            HttpConnectProxiedSocketAddress.Builder way = HttpConnectProxiedSocketAddress.newBuilder()
                    .setProxyAddress(address)
                    .setTargetAddress((InetSocketAddress) target);
            options.proxyUser()
                    .ifPresent(user -> way.setUsername(user)
                            .setPassword(
                                    options.proxyPassword().map(Secret::reveal).orElse("")));
            return way.build();
        };
    }
}
