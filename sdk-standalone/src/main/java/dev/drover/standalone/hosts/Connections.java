package dev.drover.standalone.hosts;

import dev.drover.Secret;
import dev.drover.standalone.hosts.HostAccessException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * SSH connections to hosts: one for each, opened when it is first needed and anew when it broke. Nothing of the user's own
 * SSH configuration is read but the file of known hosts. Safe for use by many threads.
 */
final class Connections implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int MISSED_HEARTBEATS = 3;

    private final HostsOptions options;
    private final SshClient client;
    private final Map<String, Connection> open = new ConcurrentHashMap<>();

    /** A session with its forwarded ports, by the address that they lead to. */
    private record Connection(ClientSession session, Map<String, Integer> ports) {}

    Connections(HostsOptions options) {
        this.options = options;
        client = SshClient.setUpDefaultClient();
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, MISSED_HEARTBEATS);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setServerKeyVerifier(new HostKeys(options.knownHosts()));
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setKeyIdentityProvider(identities());
        options.agent().ifPresent(socket -> client.setAgentFactory(KeyAgent.at(socket)));
        client.start();
    }

    private KeyIdentityProvider identities() {
        if (options.identities().isEmpty()) {
            return KeyIdentityProvider.EMPTY_KEYS_PROVIDER;
        }
        FileKeyPairProvider files = new FileKeyPairProvider(options.identities());
        options.passphrase().map(Connections::passphrase).ifPresent(files::setPasswordFinder);
        return files;
    }

    private static FilePasswordProvider passphrase(Secret secret) {
        return (session, resource, tries) -> secret.reveal();
    }

    /** Where a host's SSH server is; {@code host:port}. */
    String endpoint(SshHost host) {
        return host.address() + ":" + host.port().orElse(options.port());
    }

    /**
     * Runs bash on a host, which reads its script from standard input; so nothing is seen in a list of processes.
     *
     * @return its exit code
     * @throws HostAccessException if nothing was done
     */
    int bash(SshHost host, Input input, OutputStream out, OutputStream err, Duration timeout)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        try (ChannelExec channel = connection(host).session().createExecChannel("exec bash -s")) {
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(left(end));
            try (OutputStream in = channel.getInvertedIn()) {
                input.writeTo(in);
            } catch (IOException e) {
                // It may have ended without reading all: its exit code says why.
                if (!channel.getSession().isOpen()) {
                    throw e;
                }
            }
            Set<ClientChannelEvent> events = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), left(end));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (events.contains(ClientChannelEvent.TIMEOUT)) {
                throw new SocketTimeoutException("no end within " + timeout.toSeconds() + " s");
            }
            Integer code = channel.getExitStatus();
            if (code == null) {
                throw new IOException("the connection broke before the end"
                        + Optional.ofNullable(channel.getExitSignal())
                                .map(signal -> ", by signal " + signal)
                                .orElse(""));
            }
            return code;
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    /** What goes to standard input. */
    @FunctionalInterface
    interface Input {
        void writeTo(OutputStream in) throws IOException;
    }

    /** A bash that runs until it is closed, or the connection breaks. */
    Running start(SshHost host, Input input, OutputStream out, OutputStream err, Duration timeout) throws IOException {
        ChannelExec channel = connection(host).session().createExecChannel("exec bash -s");
        try {
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(timeout);
            OutputStream in = channel.getInvertedIn();
            input.writeTo(in);
            in.flush();
            return new Running(channel);
        } catch (IOException | RuntimeException e) {
            channel.close(true);
            throw e;
        }
    }

    /** See {@link #start}. */
    static final class Running implements AutoCloseable {
        private final ChannelExec channel;

        private Running(ChannelExec channel) {
            this.channel = channel;
        }

        boolean runs() {
            return channel.isOpen() && channel.getExitStatus() == null;
        }

        /** Tells bash, by the end of its input; closing at once would not. */
        @Override
        public void close() {
            try {
                channel.getInvertedIn().close();
            } catch (IOException gone) {
                // Then it knows already.
            }
            channel.close(false);
        }
    }

    /** A port of this machine, on the loopback, that leads to a port of a host's. */
    int forward(SshHost host, String address, int port) throws IOException {
        Connection connection = connection(host);
        String to = address + ":" + port;
        Integer known = connection.ports().get(to);
        if (known != null) {
            return known;
        }
        SshdSocketAddress bound = connection
                .session()
                .startLocalPortForwarding(new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress(address, port));
        Integer faster = connection.ports().putIfAbsent(to, bound.getPort());
        if (faster == null) {
            return bound.getPort();
        }
        connection.session().stopLocalPortForwarding(bound);
        return faster;
    }

    private Connection connection(SshHost host) throws IOException {
        Connection known = open.get(host.name());
        if (known != null && known.session().isOpen()) {
            return known;
        }
        Connection opened = new Connection(session(host), new ConcurrentHashMap<>());
        boolean first = known == null
                ? open.putIfAbsent(host.name(), opened) == null
                : open.replace(host.name(), known, opened);
        if (first) {
            return opened;
        }
        // Another thread was faster.
        opened.session().close(true);
        Connection other = open.get(host.name());
        if (other == null) {
            throw new IOException("this Drover is being closed");
        }
        return other;
    }

    private ClientSession session(SshHost host) throws HostAccessException {
        AtomicReference<String> refusal = new AtomicReference<>("");
        String user = host.user().orElse(options.user());
        ClientSession session;
        try {
            session = client.connect(
                            entry(host, user), AttributeRepository.ofKeyValuePair(HostKeys.REFUSAL, refusal), null)
                    .verify(options.connectTimeout())
                    .getSession();
        } catch (IOException | RuntimeException e) {
            throw refused(refusal, new HostAccessException(Kind.UNREACHABLE, String.valueOf(e.getMessage()), e));
        }
        try {
            session.auth().verify(options.connectTimeout());
            return session;
        } catch (IOException | RuntimeException e) {
            session.close(true);
            boolean answered = String.valueOf(e.getMessage()).contains("No more authentication methods");
            throw refused(
                    refusal,
                    answered
                            ? new HostAccessException(
                                    Kind.LOGIN_REFUSED,
                                    "it lets '" + user + "' not in with " + keys() + ". Put the public half of the key"
                                            + " into ~/.ssh/authorized_keys there.",
                                    e)
                            : new HostAccessException(Kind.UNREACHABLE, String.valueOf(e.getMessage()), e));
        }
    }

    private String keys() {
        return options.identities().isEmpty()
                ? "the keys of the agent at " + options.agent().orElseThrow()
                : "the keys in " + options.identities()
                        + options.agent()
                                .map(socket -> " and of the agent at " + socket)
                                .orElse("");
    }

    private static HostAccessException refused(AtomicReference<String> refusal, HostAccessException otherwise) {
        String why = Objects.requireNonNull(refusal.get());
        return why.isEmpty() ? otherwise : new HostAccessException(Kind.KEY_REFUSED, why, otherwise);
    }

    private HostConfigEntry entry(SshHost host, String user) {
        HostConfigEntry entry =
                new HostConfigEntry(host.name(), host.address(), host.port().orElse(options.port()), user);
        options.proxyJump().ifPresent(entry::setProxyJump);
        return entry;
    }

    @Override
    public void close() {
        open.clear();
        client.stop();
    }
}
