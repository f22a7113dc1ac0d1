package dev.drover.standalone.local;

import dev.drover.spi.Sha256;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives of Spark's classes as the JVM has prepared them (<a
 * href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">class data sharing</a>), from which
 * daemons, drivers and executors start in a fraction of the time. One is made per Java and Spark, before the first
 * cluster: that one gains from it nearly what the making takes, and a short-lived JVM would never finish it in the
 * background. Safe for use by many threads.
 */
final class ClassArchives {
    private static final Logger log = LoggerFactory.getLogger(ClassArchives.class);
    private static final Duration LONGEST_TRAINING = Duration.ofMinutes(3);
    private static final String AGENT = "dev.drover.standalone.agent.";
    /** Of the digest in an archive's name. */
    private static final int NAME_LENGTH = 16;
    /** What the training does not come by. */
    private static final List<String> MORE_CLASSES = List.of(
            "org.apache.spark.deploy.worker.DriverWrapper",
            "org.apache.spark.executor.CoarseGrainedExecutorBackend",
            "org.apache.spark.scheduler.cluster.StandaloneSchedulerBackend",
            "org.apache.spark.deploy.client.StandaloneAppClient");

    private final Path folder;
    private final Path javaHome;
    private final Set<String> tried = ConcurrentHashMap.newKeySet();

    ClassArchives(Path folder, Path javaHome) {
        this.folder = folder;
        this.javaHome = javaHome;
    }

    /**
     * Options for a JVM whose class path begins with that of Spark; none while there is no archive. A JVM that finds
     * that an archive does not fit goes on without it, and without a word.
     */
    List<String> options(SparkInstallation spark) throws IOException {
        Path archive = archive(spark);
        return Files.isRegularFile(archive) ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off") : List.of();
    }

    /** Makes the archive if there is none and nobody else is making it; returns when that is done. */
    void make(SparkInstallation spark, Path agentJar, Map<String, String> environment, Consumer<String> progress)
            throws InterruptedException {
        try {
            Path archive = archive(spark);
            if (!Files.exists(archive) && tried.add(archive.toString())) {
                try (OwnerLock lock = OwnerLock.tryTake(lockFile(archive)).orElse(null)) {
                    if (lock != null && !Files.exists(archive)) {
                        progress.accept("preparing Spark " + spark.version() + " for fast starts, this once");
                        new PrivateFolder(folder).deleteLeftAside(Instant.now());
                        train(spark, agentJar, environment, archive);
                    }
                }
            }
        } catch (IOException | DaemonFailure e) {
            log.info("Spark's classes could not be archived; clusters start slower: {}", e.getMessage());
        }
    }

    private void train(SparkInstallation spark, Path agentJar, Map<String, String> environment, Path archive)
            throws IOException, InterruptedException, DaemonFailure {
        PrivateFolder aside = new PrivateFolder(folder).aside();
        try {
            Path unfinished = aside.path().resolve("classes.jsa");
            ProcessBuilder builder = new ProcessBuilder(command(spark, agentJar, unfinished))
                    .directory(aside.path().toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().put("SPARK_LOCAL_DIRS", aside.path().toString());
            DaemonProcess training = DaemonProcess.start("training", builder, aside);
            training.run(new DaemonScript(
                    AGENT + "TrainingMain",
                    List.of(aside.path().toString()),
                    Map.of("spark.authenticate", "true", "spark.authenticate.secret", "none")));
            await(training);
            if (!Files.isRegularFile(unfinished)) {
                throw new DaemonFailure(training.obituary());
            }
            Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
            log.info("Archived the classes of Spark {} for faster starts: {}", spark.version(), archive);
        } finally {
            aside.delete();
        }
    }

    private static void await(DaemonProcess training) throws InterruptedException, DaemonFailure {
        try {
            training.ended().get(LONGEST_TRAINING.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new DaemonFailure("training does not end");
        } catch (ExecutionException e) {
            throw new AssertionError("ended() never fails", e);
        } finally {
            new ProcessTree(List.of(training.handle())).kill();
        }
    }

    /** Spark's launcher loads the agent's jar: were it on the class path, the archive would not fit drivers. */
    private List<String> command(SparkInstallation spark, Path agentJar, Path unfinished) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xlog:cds*=off"));
        command.add("-Djava.io.tmpdir=" + unfinished.resolveSibling(""));
        command.add("-XX:ArchiveClassesAtExit=" + unfinished);
        for (String open : List.of("java.lang", "java.lang.invoke", "java.nio", "java.util", "sun.nio.ch")) {
            command.add("--add-opens=java.base/" + open + "=ALL-UNNAMED");
        }
        command.add("-cp");
        command.add(String.join(File.pathSeparator, spark.classPath()));
        command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[1]"));
        command.addAll(List.of("--class", AGENT + "DaemonMain", agentJar.toString()));
        command.addAll(MORE_CLASSES);
        return command;
    }

    private Path archive(SparkInstallation spark) throws IOException {
        TreeSet<String> parts = new TreeSet<>();
        parts.add(signature(javaHome.resolve("lib/modules").toRealPath()));
        parts.addAll(spark.classPath());
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(spark.home().resolve("jars"), "*.jar")) {
            for (Path jar : jars) {
                parts.add(signature(jar));
            }
        }
        String inputs = Sha256.hex(String.join("\n", parts)).substring(0, NAME_LENGTH);
        return folder.resolve("spark-" + spark.version() + "-" + inputs + ".jsa");
    }

    /** What the JVM compares, too. */
    private static String signature(Path file) throws IOException {
        return file + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis();
    }

    private Path lockFile(Path archive) throws IOException {
        PrivateFolder inside = PrivateFolder.create(folder);
        String name = archive.getFileName() + ".lock";
        try {
            return inside.newFile(name);
        } catch (FileAlreadyExistsException before) {
            return inside.path().resolve(name);
        }
    }
}
