package dev.drover.standalone.local;

import dev.drover.ClusterSpec;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.spi.ProviderContext;
import dev.drover.standalone.rest.AgentJar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all clusters of a provider are made with. Safe for use by many threads. */
final class Workshop {
    private static final int SECRET_BYTES = 32;

    private final LocalOptions options;
    private final ProviderContext context;
    private final SparkSources sparks;
    private final ClassArchives archives;
    private final ChildEnvironment environment;
    /** Not the context's generator, which tests may make predictable. */
    private final SecureRandom random = new SecureRandom();

    Workshop(LocalOptions options, ProviderContext context) {
        this.options = options;
        this.context = context;
        this.sparks = new SparkSources(options);
        this.archives = new ClassArchives(options.cache().resolve("classes"), options.javaHome());
        this.environment = new ChildEnvironment(options, System.getenv());
    }

    LocalOptions options() {
        return options;
    }

    DroverClock clock() {
        return context.clock();
    }

    Executor executor() {
        return context.executor();
    }

    void progress(String operation, String message) {
        context.progress(operation, message);
    }

    Storage storage(StorageUri uri) {
        return context.storage(uri);
    }

    /** Options that make JVMs with Spark on their class path start faster. */
    List<String> archiveOptions(SparkInstallation spark) throws IOException {
        return options.archiveClasses() ? archives.options(spark) : List.of();
    }

    Map<String, String> bootstrapEnvironment() {
        return environment.base();
    }

    /** Refuses what no cluster could be made with, without looking far. */
    void check(ClusterSpec spec) {
        Path java = options.javaHome().resolve("bin/java");
        if (!Files.isExecutable(java)) {
            throw DroverException.invalid(
                    "'" + java + "' cannot be run; give LocalOptions.javaHome the folder of a JDK" + " or JRE.");
        }
        Optional<String> version = spec.sparkVersion().or(options::sparkVersion);
        version.filter(old -> !SparkInstallation.isSupported(old)).ifPresent(old -> {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED, "Local clusters run Spark 3.5 and later, not " + old + ".");
        });
        version.ifPresent(known -> JavaRelease.require(options.javaHome(), known));
        sparks.check(version);
    }

    /** Finds Spark for a cluster; may download for minutes. */
    SparkInstallation spark(ClusterSpec spec, Consumer<String> progress) throws IOException {
        Optional<String> version = spec.sparkVersion().or(options::sparkVersion);
        SparkInstallation spark = sparks.find(version, progress);
        JavaRelease.require(options.javaHome(), spark.version());
        return spark;
    }

    /** Readies all that the daemons of a cluster need. */
    DaemonLauncher launcher(SparkInstallation spark, RunFolder folder) throws IOException {
        return new DaemonLauncher(
                options.javaHome(),
                spark,
                agentJar(),
                archiveOptions(spark),
                environment.daemons(spark, folder),
                folder);
    }

    /** The folder with Spark's Python files, if Python jobs can run. */
    @Nullable
    String pythonHome(SparkInstallation spark) throws InterruptedException {
        boolean python = spark.hasPython() && PythonProbe.runs(environment.base());
        return python ? spark.home().toString() : null;
    }

    /** A port that nobody listens on now. */
    int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Makes this cluster and all later ones start faster, where that was not done before. */
    void archiveClasses(SparkInstallation spark, RunFolder folder, Consumer<String> progress)
            throws IOException, InterruptedException {
        if (options.archiveClasses()) {
            archives.make(spark, agentJar(), environment.daemons(spark, folder), progress);
        }
    }

    /** 256 random bits in base64url. */
    String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The agent's jar in the cache, whose name tells its content. */
    private Path agentJar() throws IOException {
        AgentJar jar = AgentJar.build();
        PrivateFolder folder = PrivateFolder.create(options.cache().resolve("agent"));
        Path file = folder.path().resolve(jar.fileName());
        return Files.exists(file) ? file : folder.write(jar.fileName(), jar.bytes());
    }
}
