package dev.drover.aws.ec2;

import dev.drover.ClusterId;
import dev.drover.spi.CallContext;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * Tunnels by SSH. A gateway is trusted by the host keys on its console, which EC2's API vouches for: nobody in between can
 * pose as the gateway. One connection for each gateway, opened when it is first needed and anew when it broke.
 */
final class SshTunnels implements Tunnels {
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    /** The host keys that a session may meet. */
    private static final AttributeRepository.AttributeKey<Set<String>> HOST_KEYS =
            new AttributeRepository.AttributeKey<>();

    private final String user;
    private final Path key;
    private final int port;
    private final Duration timeout;
    private final Consoles consoles;
    private final SshClient client;
    private final Map<ClusterId, Gateway> gateways = new ConcurrentHashMap<>();
    private final Map<ClusterId, Connection> connections = new ConcurrentHashMap<>();

    private record Gateway(String id, String address, Set<String> hostKeys) {}

    /** A session with its open ports, by the address that they lead to. */
    private record Connection(ClientSession session, Map<String, Integer> ports) {}

    SshTunnels(String user, Path key, int port, Duration timeout, Consoles consoles) {
        this.user = user;
        this.key = key;
        this.port = port;
        this.timeout = timeout;
        this.consoles = consoles;
        client = SshClient.setUpDefaultClient();
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
        client.setKeyIdentityProvider(new FileKeyPairProvider(key));
        client.setServerKeyVerifier((session, address, hostKey) ->
                session.getConnectionContext().getAttribute(HOST_KEYS).contains(PublicKeyEntry.toString(hostKey)));
        client.start();
    }

    @Override
    public void learn(ClusterId cluster, Life life, CallContext context) {
        Optional<Node> gateway = life.living(NodeRole.GATEWAY).stream().findFirst();
        if (gateway.isEmpty()) {
            forget(cluster);
            return;
        }
        Node node = gateway.get();
        Gateway known = gateways.get(cluster);
        if (known != null && known.id().equals(node.id()) && !known.hostKeys().isEmpty()) {
            return;
        }
        node.publicAddress()
                .or(node::privateAddress)
                .ifPresent(address ->
                        gateways.put(cluster, new Gateway(node.id(), address, consoles.hostKeys(node, context))));
    }

    @Override
    public void forget(ClusterId cluster) {
        gateways.remove(cluster);
        Connection connection = connections.remove(cluster);
        if (connection != null) {
            connection.session().close(true);
        }
    }

    @Override
    public boolean serves(ClusterId cluster) {
        return gateways.containsKey(cluster);
    }

    @Override
    public int port(ClusterId cluster, String host, int remotePort) throws IOException {
        try {
            Connection connection = connection(cluster);
            String to = host + ":" + remotePort;
            Integer open = connection.ports().get(to);
            if (open != null) {
                return open;
            }
            SshdSocketAddress bound = connection
                    .session()
                    .startLocalPortForwarding(
                            new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress(host, remotePort));
            Integer faster = connection.ports().putIfAbsent(to, bound.getPort());
            if (faster == null) {
                return bound.getPort();
            }
            connection.session().stopLocalPortForwarding(bound);
            return faster;
        } catch (IOException e) {
            ConnectException unreached =
                    new ConnectException("The gateway of " + cluster + " cannot be used: " + e.getMessage());
            unreached.initCause(e);
            throw unreached;
        }
    }

    private Connection connection(ClusterId cluster) throws IOException {
        Connection known = connections.get(cluster);
        if (known != null && known.session().isOpen()) {
            return known;
        }
        Connection opened = open(cluster);
        if (known == null
                ? connections.putIfAbsent(cluster, opened) == null
                : connections.replace(cluster, known, opened)) {
            return opened;
        }
        // Another thread was faster.
        opened.session().close(true);
        Connection other = connections.get(cluster);
        if (other == null) {
            throw new ConnectException("the cluster is being ended");
        }
        return other;
    }

    private Connection open(ClusterId cluster) throws IOException {
        Gateway gateway = gateways.get(cluster);
        if (gateway == null || gateway.hostKeys().isEmpty()) {
            throw new ConnectException("it has not shown its host keys on its console yet");
        }
        ClientSession session = client.connect(
                        user,
                        gateway.address(),
                        port,
                        AttributeRepository.ofKeyValuePair(HOST_KEYS, gateway.hostKeys()))
                .verify(timeout)
                .getSession();
        try {
            session.auth().verify(timeout);
            return new Connection(session, new ConcurrentHashMap<>());
        } catch (IOException e) {
            session.close(true);
            throw new IOException("as " + user + " with the key in " + key + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.stop();
    }
}
