package dev.drover.aws.ec2;

import dev.drover.aws.ec2.FakeEc2.FakeInstance;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;

/** The SSH server of gateways, with one host key and one user key; it remembers where it was asked to lead to. */
final class SshGateway implements AutoCloseable {
    private final int port;
    private final Path clientKey;
    private final KeyPair user;
    private final KeyPair host;
    private final Set<String> forwarded = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<SshServer> servers = new ConcurrentLinkedQueue<>();
    /** What the console shows as the host key. */
    volatile String shown;

    SshGateway(Path folder) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        user = generator.generateKeyPair();
        host = generator.generateKeyPair();
        shown = PublicKeyEntry.toString(host.getPublic());
        clientKey = folder.resolve("id_ecdsa");
        try (OutputStream out = Files.newOutputStream(clientKey)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(user, "test", null, out);
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    Path clientKey() {
        return clientKey;
    }

    Set<String> forwarded() {
        return forwarded;
    }

    /** Listens at an instance's address. */
    void serve(FakeInstance instance) {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost(instance.address);
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator(
                (name, key, session) -> name.equals("spark-user") && KeyUtils.compareKeys(key, user.getPublic()));
        server.setForwardingFilter(new AcceptAllForwardingFilter() {
            @Override
            protected boolean checkAcceptance(String request, Session session, SshdSocketAddress target) {
                forwarded.add(target.getHostName() + ":" + target.getPort());
                return true;
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        servers.add(server);
        instance.say("DROVER: host key: " + shown + "\n");
    }

    @Override
    public void close() {
        for (SshServer server : servers) {
            try {
                server.stop(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
