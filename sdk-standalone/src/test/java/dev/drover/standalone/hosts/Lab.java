package dev.drover.standalone.hosts;

import dev.drover.ClusterHandle;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.Resources;
import dev.drover.StorageUri;
import dev.drover.standalone.local.RealSpark;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** Some machines, each at a loopback address of its own, and Drovers that make clusters of them. */
final class Lab implements AutoCloseable {
    static final String HERE = "spark-hosts://lab";
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final int port;
    private final KeyPair user = newKey();
    private final List<SshMachine> machines = new ArrayList<>();
    private final Path identity;
    private final Path knownHosts;

    /** So many machines: {@code h0}, {@code h1} and so on. */
    Lab(int count) {
        try {
            folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "labs")), "lab")
                    .toAbsolutePath();
            identity = folder.resolve("id_ecdsa");
            write(user, identity);
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            // Builds beside this one have machines too.
            Random random = new Random();
            String net = "127." + (1 + random.nextInt(250)) + "." + random.nextInt(250) + ".";
            knownHosts = folder.resolve("known_hosts");
            StringBuilder known = new StringBuilder();
            for (int i = 0; i < count; i++) {
                KeyPair key = newKey();
                machines.add(new SshMachine(net + (i + 1), port, folder.resolve("h" + i), key, user));
                known.append(line(machines.get(i), key));
            }
            Files.writeString(knownHosts, known);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line(SshMachine machine, KeyPair key) {
        return "[" + machine.address() + "]:" + port + " " + PublicKeyEntry.toString(key.getPublic()) + "\n";
    }

    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static void write(KeyPair key, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    SshMachine machine(int i) {
        return machines.get(i);
    }

    Path folder() {
        return folder;
    }

    int port() {
        return port;
    }

    KeyPair user() {
        return user;
    }

    Path identity() {
        return identity;
    }

    /** Options with an agent instead of a key file. */
    HostsOptions.Builder withAgent(Path socket) {
        HostsOptions.Builder options = HostsOptions.builder()
                .user("worker")
                .port(port)
                .agent(socket)
                .knownHosts(knownHosts)
                .sparkHome("/none")
                .staging(StorageUri.of(folder.resolve("staging")));
        addHosts(options);
        return options;
    }

    Path knownHosts() {
        return knownHosts;
    }

    /** Options with real Spark. */
    HostsOptions.Builder options() {
        try {
            return common().sparkHome(RealSpark.home().toString()).javaHome(System.getProperty("java.home"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Options with daemons that do nothing but run: quick to start, never ready. */
    HostsOptions.Builder pretending() {
        try {
            Path home = Files.createDirectories(folder.resolve("no spark/jars")).getParent();
            Path core = home.resolve("jars/spark-core_2.13-4.2.0.jar");
            if (!Files.exists(core)) {
                Files.createFile(core);
            }
            Path java = Files.createDirectories(folder.resolve("no java/bin")).resolve("java");
            Files.writeString(
                    java,
                    "#!/bin/bash\nif [[ $1 == -version ]]; then exit 0; fi\necho \"daemon: $*\"\nexec sleep 600\n");
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
            return common().sparkHome(home.toString())
                    .javaHome(folder.resolve("no java").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #pretending}, with another key to log in. */
    HostsOptions.Builder options(Path otherIdentity) {
        return common(otherIdentity).sparkHome("/none");
    }

    /** A release of the pretended Spark, this large. */
    Path archive(int size) throws Exception {
        Path jars = Files.createDirectories(folder.resolve("release/spark-4.2.0/jars"));
        Files.writeString(jars.resolve("spark-core_2.13-4.2.0.jar"), "");
        byte[] filling = new byte[size];
        new Random(1).nextBytes(filling);
        Files.write(jars.resolve("filling.jar"), filling);
        Path archive = folder.resolve("spark.tgz");
        Process tar = new ProcessBuilder(
                        "tar",
                        "-czf",
                        archive.toString(),
                        "-C",
                        folder.resolve("release").toString(),
                        "spark-4.2.0")
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar failed");
        }
        return archive;
    }

    /** As {@link #pretending}, with Spark from an archive. */
    HostsOptions.Builder withArchive(Path archive, String sha512) {
        var unused = pretending();
        return common(identity)
                .sparkArchive(archive, sha512)
                .javaHome(folder.resolve("no java").toString());
    }

    private HostsOptions.Builder common() {
        return common(identity);
    }

    private HostsOptions.Builder common(Path key) {
        HostsOptions.Builder options = HostsOptions.builder()
                .user("worker")
                .port(port)
                .identity(key)
                .knownHosts(knownHosts)
                .staging(StorageUri.of(folder.resolve("staging")));
        addHosts(options);
        return options;
    }

    private void addHosts(HostsOptions.Builder options) {
        for (int i = 0; i < machines.size(); i++) {
            options.host(SshHost.of("h" + i).address(machines.get(i).address()).build());
        }
    }

    Drover drover() {
        return builder(options()).build();
    }

    static Drover.Builder builder(HostsOptions.Builder options) {
        return Drover.builder().configure(HERE, options.build());
    }

    static Drover drover(HostsOptions.Builder options) {
        return builder(options).build();
    }

    static ClusterSpec.Builder workers(int count) {
        return ClusterSpec.builder().workers(count, Resources.of(1, 1024));
    }

    /** The folder of a cluster on a machine. */
    Path folder(int machine, ClusterHandle cluster) {
        return machine(machine).home().resolve(".drover").resolve(cluster.id().name());
    }

    /** What the machines' processes are, by their command lines; Linux only. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> proc(process, "environ").contains("HOME=" + folder + "/"))
                .toList();
    }

    static String proc(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/" + file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Everything that machines keep, below their homes. */
    List<String> files() throws IOException {
        List<String> all = new ArrayList<>();
        for (SshMachine machine : machines) {
            try (Stream<Path> files = Files.walk(machine.home())) {
                files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                        .map(file -> folder.relativize(file).toString())
                        .forEach(all::add);
            }
        }
        return all;
    }

    @Override
    public void close() {
        for (SshMachine machine : machines) {
            try {
                machine.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        List<ProcessHandle> left = processes();
        while (!left.isEmpty()) {
            left.forEach(ProcessHandle::destroyForcibly);
            left.forEach(process -> process.onExit().join());
            left = processes();
        }
    }
}
