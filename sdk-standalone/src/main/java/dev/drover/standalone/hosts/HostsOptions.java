package dev.drover.standalone.hosts;

import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.StorageUri;
import dev.drover.spi.ProviderOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The machines of one location, how they are reached, and how Spark clusters are made of them. The first machine keeps the
 * register of the location's clusters; everyone who shares the location names the same one first. Immutable.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("spark-hosts://lab", HostsOptions.builder()
 *                 .host(SshHost.of("node1").build())
 *                 .host(SshHost.of("node2").build())
 *                 .user("spark")
 *                 .identity(Path.of("/home/me/.ssh/id_ecdsa"))
 *                 .sparkArchive(Path.of("spark-4.2.0-bin-hadoop3.tgz"), "5f4c...")
 *                 .staging(StorageUri.parse("s3://acme/staging/"))
 *                 .build())
 * }</pre>
 */
public final class HostsOptions implements ProviderOptions {
    private final List<SshHost> hosts;
    private final String user;
    private final int port;
    private final List<Path> identities;
    private final Optional<Secret> passphrase;
    private final Optional<Path> agent;
    private final Path knownHosts;
    private final Optional<String> proxyJump;
    private final String folder;
    private final Optional<String> sparkHome;
    private final Optional<SparkArchive> sparkArchive;
    private final Optional<String> javaHome;
    private final Optional<String> pysparkHome;
    private final HostPorts ports;
    private final boolean direct;
    private final StorageUri staging;
    private final Duration connectTimeout;
    private final Duration requestTimeout;
    private final Duration readyTimeout;

    /** A release of Spark on this machine, with what its bytes must hash to. */
    record SparkArchive(Path file, String sha512) {}

    private HostsOptions(Builder builder) {
        hosts = List.copyOf(builder.hosts);
        user = builder.user;
        port = builder.port;
        identities = List.copyOf(builder.identities);
        passphrase = builder.passphrase;
        agent = builder.agent;
        knownHosts = builder.knownHosts;
        proxyJump = builder.proxyJump;
        folder = builder.folder;
        sparkHome = builder.sparkHome;
        sparkArchive = builder.sparkArchive;
        javaHome = builder.javaHome;
        pysparkHome = builder.pysparkHome;
        ports = builder.ports;
        direct = builder.direct;
        staging = builder.staging.orElseThrow(() ->
                DroverException.invalid("HostsOptions.staging must be set: a prefix in a storage that the hosts can"
                        + " read too, for Drover's agent."));
        connectTimeout = builder.connectTimeout;
        requestTimeout = builder.requestTimeout;
        readyTimeout = builder.readyTimeout;
        requireHosts(hosts);
        if (identities.isEmpty() && agent.isEmpty()) {
            throw DroverException.invalid(
                    "Say with which key to log in: HostsOptions.identity, or HostsOptions.agent.");
        }
        if (sparkHome.isPresent() == sparkArchive.isPresent()) {
            throw DroverException.invalid("Say where hosts get Spark from: either HostsOptions.sparkHome, a folder on"
                    + " them, or HostsOptions.sparkArchive, which is copied to them.");
        }
    }

    private static void requireHosts(List<SshHost> hosts) {
        if (hosts.stream().allMatch(host -> host.role() == SshHost.Role.WORKER)) {
            throw DroverException.invalid("HostsOptions.host names at least one host that may be a master.");
        }
        Set<String> names = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (SshHost host : hosts) {
            if (!names.add(host.name()) || !addresses.add(host.sparkAddress())) {
                throw DroverException.invalid("The host '" + host + "' is named twice, or its address is.");
            }
        }
    }

    static String requireUser(String login) {
        if (!login.matches("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}")) {
            throw DroverException.invalid("'" + login + "' is not the name of a user.");
        }
        return login;
    }

    public static Builder builder() {
        return new Builder();
    }

    public List<SshHost> hosts() {
        return hosts;
    }

    /** The host that keeps the register. */
    SshHost first() {
        return hosts.get(0);
    }

    public String user() {
        return user;
    }

    public int port() {
        return port;
    }

    public List<Path> identities() {
        return identities;
    }

    public Optional<Secret> passphrase() {
        return passphrase;
    }

    /** The socket of an SSH agent. */
    public Optional<Path> agent() {
        return agent;
    }

    public Path knownHosts() {
        return knownHosts;
    }

    public Optional<String> proxyJump() {
        return proxyJump;
    }

    public String folder() {
        return folder;
    }

    public Optional<String> sparkHome() {
        return sparkHome;
    }

    Optional<SparkArchive> sparkArchive() {
        return sparkArchive;
    }

    public Optional<String> javaHome() {
        return javaHome;
    }

    public Optional<String> pysparkHome() {
        return pysparkHome;
    }

    public HostPorts ports() {
        return ports;
    }

    public boolean direct() {
        return direct;
    }

    public StorageUri staging() {
        return staging;
    }

    public Duration connectTimeout() {
        return connectTimeout;
    }

    public Duration requestTimeout() {
        return requestTimeout;
    }

    public Duration readyTimeout() {
        return readyTimeout;
    }

    /** Builds {@link HostsOptions}; hosts, a key, Spark and staging must be set. */
    public static final class Builder {
        private final List<SshHost> hosts = new ArrayList<>();
        private String user = System.getProperty("user.name");
        private int port = 22;
        private final List<Path> identities = new ArrayList<>();
        private Optional<Secret> passphrase = Optional.empty();
        private Optional<Path> agent = Optional.empty();
        private Path knownHosts = Path.of(System.getProperty("user.home"), ".ssh", "known_hosts");
        private Optional<String> proxyJump = Optional.empty();
        private String folder = ".drover";
        private Optional<String> sparkHome = Optional.empty();
        private Optional<SparkArchive> sparkArchive = Optional.empty();
        private Optional<String> javaHome = Optional.empty();
        private Optional<String> pysparkHome = Optional.empty();
        private HostPorts ports = HostPorts.standard();
        private boolean direct;
        private Optional<StorageUri> staging = Optional.empty();
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration requestTimeout = Duration.ofSeconds(30);
        private Duration readyTimeout = Duration.ofMinutes(5);

        private Builder() {}

        /** Adds a machine. */
        public Builder host(SshHost host) {
            hosts.add(host);
            return this;
        }

        /** As whom to log in; by default as the user of this process. */
        public Builder user(String login) {
            user = requireUser(login);
            return this;
        }

        /** The port of the hosts' SSH servers; 22 unless set. */
        public Builder port(int number) {
            port = HostPorts.requirePort(number);
            return this;
        }

        /** Adds a file with a private key. Keys of type Ed25519 need {@code net.i2p.crypto:eddsa} on the class path. */
        public Builder identity(Path privateKey) {
            identities.add(privateKey);
            return this;
        }

        /** What opens the files of {@link #identity}. */
        public Builder passphrase(Secret secret) {
            passphrase = Optional.of(secret);
            return this;
        }

        /** Uses the keys of an SSH agent that listens at this socket, which {@code SSH_AUTH_SOCK} often names. */
        public Builder agent(Path socket) {
            agent = Optional.of(socket);
            return this;
        }

        /**
         * The file with the keys of the hosts, as OpenSSH writes it; {@code ~/.ssh/known_hosts} unless set. A host whose key
         * is not in it, or another one, is refused.
         */
        public Builder knownHosts(Path file) {
            knownHosts = file;
            return this;
        }

        /** The host through which all others are reached: {@code user@host:port}; its key must be known too. */
        public Builder proxyJump(String through) {
            if (!through.matches("[A-Za-z0-9_.@:\\[\\]-]+") || through.startsWith("-")) {
                throw DroverException.invalid("'" + through + "' is not a host to jump over, such as 'me@gate:22'.");
            }
            proxyJump = Optional.of(through);
            return this;
        }

        /** Where Drover keeps things on the hosts, from the user's home unless it is absolute; {@code .drover} unless set. */
        public Builder folder(String path) {
            folder = requireFolder(path);
            return this;
        }

        /** Spark as it is on the hosts, in this folder. */
        public Builder sparkHome(String path) {
            sparkHome = Optional.of(requireAbsolute(path));
            return this;
        }

        /**
         * A release of Spark 4 on this machine, as a gzipped tarball. Each host gets it once, and it must have this SHA-512
         * sum there, in hexadecimal digits.
         */
        public Builder sparkArchive(Path file, String sha512) {
            if (!sha512.matches("[0-9a-fA-F]{128}")) {
                throw DroverException.invalid("'" + sha512 + "' is not a SHA-512 sum of 128 digits.");
            }
            sparkArchive = Optional.of(new SparkArchive(file, sha512.toLowerCase(Locale.ROOT)));
            return this;
        }

        /** The folder of Java 17 or later on the hosts; by default {@code java} of the path. */
        public Builder javaHome(String path) {
            javaHome = Optional.of(requireAbsolute(path));
            return this;
        }

        /** The folder on the hosts that holds {@code python/lib/pyspark.zip}, where that is not Spark's own. */
        public Builder pysparkHome(String path) {
            pysparkHome = Optional.of(requireAbsolute(path));
            return this;
        }

        /** The ports of Spark's daemons. */
        public Builder ports(HostPorts numbers) {
            ports = numbers;
            return this;
        }

        /** Reaches Spark's daemons at their own addresses; unless set, through the SSH connections. */
        public Builder direct(boolean on) {
            direct = on;
            return this;
        }

        /** A prefix in a storage that the hosts can read under the same URI; see {@code JobDefaults}. */
        public Builder staging(StorageUri prefix) {
            staging = Optional.of(prefix.asPrefix());
            return this;
        }

        /** For a connection to a host, log-in included; above zero, by default 10 s. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = ProviderOptions.requirePositive(timeout);
            return this;
        }

        /** For one request to a host; above zero, by default 30 s. */
        public Builder requestTimeout(Duration timeout) {
            requestTimeout = ProviderOptions.requirePositive(timeout);
            return this;
        }

        /** How long daemons may take to start, bootstrap actions not counted; above zero, by default 5 minutes. */
        public Builder readyTimeout(Duration timeout) {
            readyTimeout = ProviderOptions.requirePositive(timeout);
            return this;
        }

        private static String requireAbsolute(String path) {
            if (!path.startsWith("/")) {
                throw DroverException.invalid("'" + path + "' is not an absolute path on the hosts.");
            }
            return requireFolder(path);
        }

        private static String requireFolder(String path) {
            // Spark and Java take class paths and options apart at some of these.
            if (!path.matches("[A-Za-z0-9._/+@ -]+") || path.contains("..") || path.matches("/*")) {
                throw DroverException.invalid("'" + path
                        + "' is not a folder on the hosts; use letters, digits, spaces and . _ / + @ - without '..'.");
            }
            return path;
        }

        /**
         * The options.
         *
         * @throws DroverException INVALID_ARGUMENT if something is missing or does not go together
         */
        public HostsOptions build() {
            return new HostsOptions(this);
        }
    }
}
