package dev.drover.testkit.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A machine with Spark, as far as a job can tell: it runs commands as child processes whose PATH has {@code spark-submit}
 * and {@code spark-sql}. The first runs the main class of a real jar in a real JVM, the second a real local Spark; both
 * read a test's object store. Nothing else of the caller's environment is seen.
 */
public final class SparkMachine implements AutoCloseable {
    private static final String SMALL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dfile.encoding=UTF-8";

    private final Path folder;
    private final Map<String, URI> stores;
    private final AtomicInteger started = new AtomicInteger();
    private final Set<Run> running = ConcurrentHashMap.newKeySet();

    /**
     * A machine.
     *
     * @param folder where it keeps its programs and the runs' output
     * @param stores the server behind each scheme, such as {@code s3}, which answers to {@code GET /bucket/name}
     */
    public SparkMachine(Path folder, Map<String, URI> stores) {
        this.folder = folder;
        this.stores = Map.copyOf(stores);
        try {
            Files.createDirectories(folder.resolve("bin"));
            Files.createDirectories(Path.of("target"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program("spark-submit", java("-Xmx192m", SparkSubmitProgram.class));
        program("spark-sql", sql());
    }

    /** Puts a program on the PATH. */
    public void program(String name, String script) {
        try {
            Path file = Files.writeString(folder.resolve("bin").resolve(name), script);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java(String memory, Class<?> main) {
        return "#!/usr/bin/env bash\nexec '" + javaBinary() + "' " + memory + " " + SMALL + " -cp '" + testClasses(main)
                + "' " + main.getName() + " \"$@\"\n";
    }

    /** Spark's jars are looked for only when somebody asks for SQL. */
    private String sql() {
        // Found out once for each build: it is the same for all.
        Path jars = Path.of("target", "spark-jars").toAbsolutePath();
        return "#!/usr/bin/env bash\nset -e\n[ -s '" + jars + "' ] || '" + javaBinary() + "' -cp '"
                + System.getProperty("java.class.path") + "' " + SparkJars.class.getName() + " '" + jars + "'\nexec '"
                + javaBinary() + "' -Xmx768m " + SMALL
                + " --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
                + " --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED"
                + " -cp '" + testClasses(SparkSqlProgram.class) + "':\"$(cat '" + jars + "')\" "
                + SparkSqlProgram.class.getName() + " \"$@\"\n";
    }

    private static Path javaBinary() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static Path testClasses(Class<?> of) {
        return Path.of(URI.create(
                of.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /**
     * Starts a command.
     *
     * @param environment what the process sees beside the machine's own PATH
     */
    public Run start(List<String> command, Map<String, String> environment) {
        try {
            Path own = Files.createDirectories(folder.resolve("run-" + started.incrementAndGet()));
            // By env, which looks for the program on the machine's PATH and not on ours.
            List<String> words = new ArrayList<>(List.of("/usr/bin/env"));
            words.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(own.toFile())
                    .redirectOutput(own.resolve("stdout").toFile())
                    .redirectError(own.resolve("stderr").toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().put("PATH", folder.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
            builder.environment().put("HOME", own.toString());
            builder.environment().put("TMPDIR", own.toString());
            builder.environment().put("LC_ALL", "C.UTF-8");
            stores.forEach((scheme, server) ->
                    builder.environment().put(SparkSubmitProgram.STORE + scheme, server.toString()));
            Run run = new Run(builder.start(), own);
            running.add(run);
            var unused = run.ended().thenRun(() -> running.remove(run));
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Run run : running) {
            run.kill();
            run.ended().join();
        }
    }

    /** One process and what it has printed. */
    public static final class Run {
        private final Process process;
        private final Path folder;

        private Run(Process process, Path folder) {
            this.process = process;
            this.folder = folder;
        }

        /** Its exit code, once it has ended. */
        public CompletableFuture<Integer> ended() {
            return process.onExit().thenApply(Process::exitValue);
        }

        public byte[] stdout() {
            return read("stdout");
        }

        public byte[] stderr() {
            return read("stderr");
        }

        private byte[] read(String name) {
            try {
                return Files.readAllBytes(folder.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Sends SIGTERM to the process alone, as a service does that knows only what it has started. */
        public void terminate() {
            process.destroy();
        }

        /** The processes that it has started and that are there now. */
        public List<ProcessHandle> children() {
            return process.children().toList();
        }

        /** Ends it at once, and nothing that it has started. */
        public void killAlone() {
            process.destroyForcibly();
        }

        /** Ends it and all that it has started, at once. */
        public void kill() {
            List<ProcessHandle> all = process.descendants().toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
