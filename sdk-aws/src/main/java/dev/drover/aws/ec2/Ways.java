package dev.drover.aws.ec2;

import dev.drover.ClusterId;
import dev.drover.spi.CallContext;
import dev.drover.standalone.rest.Route;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The ways to the daemons of clusters, which know only their private addresses: by those, by public ones, or through a
 * gateway. Safe for use by many threads.
 */
final class Ways implements Route {
    private final boolean publicly;
    private final Optional<Tunnels> tunnels;
    private final Map<ClusterId, Map<String, String>> seen = new ConcurrentHashMap<>();

    /**
     * Ways by the options.
     *
     * @param tunnels through gateways, for clusters that have one
     */
    Ways(boolean publicly, Optional<Tunnels> tunnels) {
        this.publicly = publicly;
        this.tunnels = tunnels;
    }

    /** Takes note of a cluster's machines. */
    void learn(ClusterId cluster, Life life, CallContext context) {
        Map<String, String> publicAddresses = life.nodes().stream()
                .filter(node -> node.living() && node.privateAddress().isPresent())
                .collect(Collectors.toMap(
                        node -> node.privateAddress().orElseThrow(),
                        node -> node.publicAddress().orElse(""),
                        (one, other) -> other));
        seen.put(cluster, publicAddresses);
        tunnels.ifPresent(t -> t.learn(cluster, life, context));
    }

    void forget(ClusterId cluster) {
        seen.remove(cluster);
        tunnels.ifPresent(t -> t.forget(cluster));
    }

    @Override
    public URI to(URI address) throws IOException {
        String host = address.getHost();
        for (Map.Entry<ClusterId, Map<String, String>> cluster : seen.entrySet()) {
            String publicAddress = cluster.getValue().get(host);
            if (publicAddress != null) {
                return to(cluster.getKey(), address, publicAddress);
            }
        }
        return address;
    }

    private URI to(ClusterId cluster, URI address, String publicAddress) throws IOException {
        if (tunnels.isPresent() && tunnels.get().serves(cluster)) {
            return at(address, "127.0.0.1", tunnels.get().port(cluster, address.getHost(), address.getPort()));
        }
        return publicly && !publicAddress.isEmpty() ? at(address, publicAddress, address.getPort()) : address;
    }

    private static URI at(URI address, String host, int port) {
        String rest = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
        return URI.create(address.getScheme() + "://" + host + ":" + port + rest);
    }
}
