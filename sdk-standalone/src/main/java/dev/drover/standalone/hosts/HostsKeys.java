package dev.drover.standalone.hosts;

import dev.drover.StorageUri;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The keys of {@link HostsOptions}. */
final class HostsKeys {
    private static final int MOST_CORES = 100_000;

    private HostsKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<HostsOptions> keys() {
        return Keys.of(HostsOptions::builder, HostsOptions.Builder::build)
                .required(
                        "hosts",
                        Kinds.list(host()),
                        "The machines; the first one keeps the register of clusters.",
                        (options, all) -> all.forEach(options::host))
                .key("user", Kinds.text(), "As whom to log in; by default as the own user.", HostsOptions.Builder::user)
                .key("port", port(), "The port of SSH servers; by default 22.", HostsOptions.Builder::port)
                .key(
                        "identities",
                        Kinds.list(Kinds.path()),
                        "Files with private keys.",
                        (options, all) -> all.forEach(options::identity))
                .key(
                        "passphrase",
                        Kinds.secret(),
                        "What opens the files of identities.",
                        HostsOptions.Builder::passphrase)
                .key(
                        "agent",
                        Kinds.path(),
                        "The socket of an SSH agent whose keys are used.",
                        HostsOptions.Builder::agent)
                .key(
                        "knownHosts",
                        Kinds.path(),
                        "The file with the keys of the hosts; by default ~/.ssh/known_hosts.",
                        HostsOptions.Builder::knownHosts)
                .key(
                        "proxyJump",
                        Kinds.text(),
                        "The host through which all others are reached, user@host:port.",
                        HostsOptions.Builder::proxyJump)
                .key(
                        "folder",
                        Kinds.text(),
                        "Where Drover keeps things on the hosts; by default .drover at home.",
                        HostsOptions.Builder::folder)
                .key("sparkHome", Kinds.text(), "The folder on the hosts with Spark.", HostsOptions.Builder::sparkHome)
                .key(
                        "sparkArchive",
                        Kinds.both(
                                new Keys.Named<>("file", Kinds.path(), "A release of Spark on this machine."),
                                new Keys.Named<>("sha512", Kinds.text(), "What its bytes must hash to.")),
                        "Spark as it is copied to the hosts; instead of sparkHome.",
                        (options, archive) -> options.sparkArchive(archive.getKey(), archive.getValue()))
                .key(
                        "javaHome",
                        Kinds.text(),
                        "The folder on the hosts with Java; by default java of the path.",
                        HostsOptions.Builder::javaHome)
                .key(
                        "pysparkHome",
                        Kinds.text(),
                        "The folder on the hosts with python/lib/pyspark.zip; by default Spark's own.",
                        HostsOptions.Builder::pysparkHome)
                .key("ports", ports(), "The ports of Spark's daemons.", HostsOptions.Builder::ports)
                .key(
                        "direct",
                        Kinds.yesOrNo(),
                        "Whether Spark is reached at its own addresses; by default through SSH.",
                        HostsOptions.Builder::direct)
                .required(
                        "staging",
                        Kinds.text("a prefix in a storage, such as s3://bucket/path/", StorageUri::parse),
                        "A prefix that hosts read too, for what runs jobs.",
                        HostsOptions.Builder::staging)
                .key(
                        "connectTimeout",
                        Kinds.duration(),
                        "For a connection and its log-in; by default 10s.",
                        HostsOptions.Builder::connectTimeout)
                .key(
                        "requestTimeout",
                        Kinds.duration(),
                        "For one request to a host; by default 30s.",
                        HostsOptions.Builder::requestTimeout)
                .key(
                        "readyTimeout",
                        Kinds.duration(),
                        "For daemons to start; by default 5m.",
                        HostsOptions.Builder::readyTimeout)
                .end();
    }

    private static Kind<Integer> port() {
        return Kinds.integer(1, 65_535);
    }

    private static Kind<SshHost> host() {
        return Keys.of(HostDraft::new, HostDraft::host)
                .required("name", Kinds.text(), "Its name in clusters.", HostDraft::name)
                .key(
                        "address",
                        Kinds.text(),
                        "Where its SSH server listens; by default its name.",
                        (draft, value) -> draft.add(host -> host.address(value)))
                .key("port", port(), "The port of it.", (draft, value) -> draft.add(host -> host.port(value)))
                .key(
                        "user",
                        Kinds.text(),
                        "As whom to log in there.",
                        (draft, value) -> draft.add(host -> host.user(value)))
                .key(
                        "role",
                        Kinds.choice(SshHost.Role.class),
                        "What it may be taken for; by default any.",
                        (draft, value) -> draft.add(host -> host.role(value)))
                .key(
                        "sparkAddress",
                        Kinds.text(),
                        "Where Spark listens; by default at its address.",
                        (draft, value) -> draft.add(host -> host.sparkAddress(value)))
                .key(
                        "cores",
                        Kinds.integer(1, MOST_CORES),
                        "What a worker offers there; by default what clusters ask for.",
                        (draft, value) -> draft.add(host -> host.cores(value)))
                .key(
                        "memoryMiB",
                        Kinds.integer(1, Integer.MAX_VALUE),
                        "As cores.",
                        (draft, value) -> draft.add(host -> host.memoryMiB(value)))
                .end()
                .kind();
    }

    /** Keys come in any order, and a host begins with its name. */
    private static final class HostDraft {
        private String name = "";
        private final List<Consumer<SshHost.Builder>> set = new ArrayList<>();

        void name(String text) {
            name = text;
        }

        void add(Consumer<SshHost.Builder> setter) {
            set.add(setter);
        }

        SshHost host() {
            SshHost.Builder host = SshHost.of(name);
            set.forEach(each -> each.accept(host));
            return host.build();
        }
    }

    private static Kind<HostPorts> ports() {
        return Keys.of(PortsDraft::new, PortsDraft::ports)
                .key("master", port(), "By default 7077.", (draft, number) -> draft.master = number)
                .key(
                        "rest",
                        port(),
                        "Of the submission server; by default 6066.",
                        (draft, number) -> draft.rest = number)
                .key("masterPages", port(), "By default 8080.", (draft, number) -> draft.masterPages = number)
                .key("worker", port(), "By default 7078.", (draft, number) -> draft.worker = number)
                .key("workerPages", port(), "By default 8081.", (draft, number) -> draft.workerPages = number)
                .end()
                .kind();
    }

    private static final class PortsDraft {
        private int master = HostPorts.standard().master();
        private int rest = HostPorts.standard().rest();
        private int masterPages = HostPorts.standard().masterPages();
        private int worker = HostPorts.standard().worker();
        private int workerPages = HostPorts.standard().workerPages();

        HostPorts ports() {
            return new HostPorts(master, rest, masterPages, worker, workerPages);
        }
    }
}
