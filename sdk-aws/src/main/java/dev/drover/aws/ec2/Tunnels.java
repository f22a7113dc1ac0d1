package dev.drover.aws.ec2;

import dev.drover.ClusterId;
import dev.drover.spi.CallContext;
import java.io.IOException;

/** Ways through the gateways of clusters. Safe for use by many threads. */
interface Tunnels extends AutoCloseable {

    /** Takes note of a cluster's gateway, and asks for its host keys until they are known. */
    void learn(ClusterId cluster, Life life, CallContext context);

    void forget(ClusterId cluster);

    /** Whether a cluster has a gateway. */
    boolean serves(ClusterId cluster);

    /**
     * A port of this machine, on the loopback, that leads to a port of a cluster's machine.
     *
     * @throws java.net.ConnectException if the gateway cannot be reached
     */
    int port(ClusterId cluster, String host, int port) throws IOException;

    @Override
    void close();
}
