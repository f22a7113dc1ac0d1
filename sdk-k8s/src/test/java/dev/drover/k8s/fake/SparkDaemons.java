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
 * Runs the containers of one cluster with one worker as real daemons of Spark, with nothing but what their pods say: the
 * command, the variables and the mounted files. What a pod would have of its own is put in their place: its address, the
 * name of the master's service, and folders.
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
        String role = command.get(1).endsWith(".Master") ? "master" : "worker";
        try {
            Path home = Files.createTempDirectory(folder, role);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path at = home.resolve(file.getKey().substring(1));
                Files.createDirectories(at.getParent());
                Files.write(
                        at,
                        plain(new String(file.getValue(), StandardCharsets.UTF_8), role, home)
                                .getBytes(StandardCharsets.UTF_8));
            }
            List<String> words = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    classPath));
            command.subList(1, command.size()).forEach(word -> words.add(plain(word, role, home)));
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("out").toFile());
            environment.forEach((name, value) -> builder.environment().put(name, plain(value, role, home)));
            Files.createDirectories(folder.resolve("spark/jars"));
            builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());
            builder.environment().put("SPARK_DIST_CLASSPATH", classPath);
            builder.environment().put("SPARK_SCALA_VERSION", "2.13");
            Process process = builder.start();
            processes.put(process, home.resolve("out"));
            return run(process, home.resolve("out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String plain(String text, String role, Path home) {
        return text.replace("$(POD_IP)", address(role))
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
