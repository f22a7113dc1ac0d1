package dev.drover.standalone.local;

import dev.drover.ClusterHandle;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A base folder of its own, so that a test sees only its own clusters; all tests share the cache. */
final class Sandbox implements AutoCloseable {
    static final String HERE = "local://localhost";
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** For the JVMs of jobs that do next to nothing: a compiler for long lives costs them more than it gains. */
    static final Map<String, String> LIGHT = Map.of(
            "spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    private final Path runs;

    Sandbox() {
        try {
            runs = Files.createTempDirectory(Files.createDirectories(Path.of("target", "runs")), "t")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path runs() {
        return runs;
    }

    LocalOptions.Builder options() {
        return options(runs);
    }

    /** Also for other JVMs, which have nothing but the folder. */
    static LocalOptions.Builder options(Path runs) {
        return LocalOptions.builder().runs(runs).cache(cache()).readyTimeout(PATIENCE);
    }

    static Path cache() {
        return Path.of("target", "drover-cache").toAbsolutePath();
    }

    Drover drover() {
        return builder().build();
    }

    Drover.Builder builder() {
        return Drover.builder().configure(HERE, options().build());
    }

    static Drover drover(LocalOptions options) {
        return Drover.builder().configure(HERE, options).build();
    }

    static ClusterSpec.Builder workers(int count) {
        return ClusterSpec.builder().workers(count, Resources.of(1, 1024));
    }

    static ClusterHandle ready(Drover drover, ClusterSpec spec) throws InterruptedException {
        ClusterHandle cluster = drover.clusters(HERE).create(spec, RequestKey.random());
        cluster.awaitReady(PATIENCE);
        return cluster;
    }

    static ClusterStatus awaitState(ClusterHandle cluster, ClusterState state) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(cluster::describe, status -> status.state() == state);
    }

    /** The folder of a cluster. */
    Path folder(ClusterHandle cluster) {
        return runs.resolve(cluster.id().name());
    }

    /** All processes that belong to clusters of this sandbox, by their command lines. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(runs.toString()))
                .toList();
    }

    /** Linux only; empty for a process that has ended. */
    static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    void awaitNoProcesses() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> processes().isEmpty());
    }

    /** Names in the base folder. */
    List<String> folders() {
        try (Stream<Path> children = Files.list(runs)) {
            return children.map(child -> child.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        new PrivateFolder(runs).delete();
    }
}
