package dev.drover.k8s.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Runs the containers of one cluster with one worker as real processes, the daemons of Spark and the bootstrap actions before
 * them, with nothing but what their pods say: the command, the variables and the mounted files. What a pod would have of its
 * own is put in their place: its address, the name of the master's service, and folders.
 */
public final class SparkDaemons implements Machine {
    private final Path folder;
    private final String classPath;
    private final String net = "127." + ThreadLocalRandom.current().nextInt(100, 250) + "."
            + ThreadLocalRandom.current().nextInt(1, 250) + ".";
    private final Map<Process, Path> processes = new ConcurrentHashMap<>();

    /** @param jars of Spark */
    public SparkDaemons(Path folder, List<Path> jars) {
        this.folder = folder;
        this.classPath = jars.stream().map(Path::toString).collect(Collectors.joining(":"));
    }

    /** Tells the API server the addresses that the daemons have. */
    public void tell(FakeKube kube) {
        kube.actor(new Addresses(kube.registry()));
    }

    private String address(String role) {
        return net + (role.equals("master") ? 1 : 2);
    }

    @Override
    public Run start(List<String> command, Map<String, String> environment, Map<String, byte[]> files) {
        boolean daemon = command.get(0).endsWith("/spark-class");
        String role = daemon ? roleOf(command.get(1)) : environment.get("DROVER_ROLE");
        try {
            Path home = Files.createDirectories(folder.resolve(role));
            Files.createDirectories(
                    home.resolve(environment.get("DROVER_SHARED").substring(1)));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                write(home.resolve(file.getKey().substring(1)), file.getValue(), role, home);
            }
            List<String> words = new ArrayList<>();
            if (daemon) {
                words.addAll(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath));
                words.addAll(command.subList(1, command.size()));
            } else {
                words.addAll(command);
            }
            words.replaceAll(word -> plain(word, role, home));
            Path out = Files.createTempFile(home, "out", "");
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(out.toFile());
            environment.forEach((name, value) -> builder.environment().put(name, plain(value, role, home)));
            Files.createDirectories(folder.resolve("spark/jars"));
            builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());
            builder.environment().put("SPARK_LOCAL_IP", address(role));
            builder.environment().put("SPARK_DIST_CLASSPATH", classPath);
            builder.environment().put("SPARK_SCALA_VERSION", "2.13");
            Process process = builder.start();
            processes.put(process, out);
            return run(process, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String roleOf(String daemon) {
        return daemon.endsWith(".Master") ? "master" : "worker";
    }

    private void write(Path file, byte[] content, String role, Path home) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                plain(new String(content, StandardCharsets.UTF_8), role, home).getBytes(StandardCharsets.UTF_8));
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("'" + file + "' cannot be made a program");
        }
    }

    private String plain(String text, String role, Path home) {
        return text.replace("$(POD_IP)", address(role))
                .replace("0.0.0.0", address(role))
                .replaceAll("spark://[a-z0-9-]+-master:", "spark://" + address("master") + ":")
                .replace("/etc/drover/", home + "/etc/drover/")
                .replace("/var/drover/", home + "/var/drover/");
    }

    /** What the daemons have written. */
    public String written() {
        StringBuilder all = new StringBuilder();
        for (Path out : processes.values()) {
            try {
                all.append(Files.readString(out));
            } catch (IOException e) {
                all.append(e);
            }
        }
        return all.toString();
    }

    /** The arguments of the daemons; Linux only. */
    public List<String> commandLines() {
        return processes.keySet().stream()
                .map(process -> process.toHandle().info().commandLine().orElse(""))
                .toList();
    }

    private static Run run(Process process, Path out) {
        return new Run() {
            @Override
            public byte[] stdout() {
                try {
                    return Files.readAllBytes(out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public byte[] stderr() {
                return new byte[0];
            }

            @Override
            public CompletableFuture<Integer> ended() {
                return process.onExit().thenApply(Process::exitValue);
            }

            @Override
            public void terminate() {
                process.destroy();
            }

            @Override
            public void kill() {
                process.destroyForcibly();
            }
        };
    }

    @Override
    public void close() {
        for (Process process : processes.keySet()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private final class Addresses extends Actor {
        Addresses(Registry registry) {
            super(registry, "addresses");
        }

        /** Nobody may see the address that all pods have at first, at which a stranger might answer. */
        @Override
        void start() {
            super.start();
            registry.store().follow(registry.store().version(), change -> {
                String role = Json.text(change.last(), "metadata", "labels", "drover.dev/role");
                String now = Json.text(change.last(), "status", "podIP");
                boolean pod = change.resource().equals(Resources.PODS)
                        && change.after().isPresent()
                        && !role.isEmpty();
                if (pod && !now.isEmpty() && !now.equals(address(role))) {
                    registry.change(Resources.PODS, change.last(), object -> {
                        Json.child(object, "status").put("podIP", address(role));
                        return object;
                    });
                }
            });
        }

        @Override
        void changed(Change change) {}
    }
}
