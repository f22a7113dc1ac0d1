package dev.drover.standalone.local;

import dev.drover.ClusterHandle;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.JobHandle;
import dev.drover.JobState;
import dev.drover.RequestKey;
import dev.drover.Resources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A JVM beside the test's. Its main takes a base folder, a key and what to do with the cluster of that key, and writes
 * answers that begin with {@code >}.
 */
final class OtherJvm implements AutoCloseable {
    /** What the other JVM's job sleeps for; no other process of a test does. */
    static final String SECONDS = "304";

    private final Process process;
    private final BufferedReader output;

    OtherJvm(Path runs, String key, String what) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OtherJvm.class.getName(),
                runs.toString(),
                key,
                what));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The next answer; null after the last. */
    String answer() throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(">")) {
            line = output.readLine();
        }
        return line == null ? null : line.substring(1);
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }

    /** Runs in the other JVM. */
    public static void main(String[] args) throws Exception {
        LocalOptions options = Sandbox.options(Path.of(args[0])).build();
        RequestKey key = RequestKey.of(args[1]);
        try (Drover drover = Sandbox.drover(options)) {
            switch (args[2]) {
                case "create" -> {
                    ClusterHandle cluster = drover.clusters(Sandbox.HERE)
                            .create(Sandbox.workers(1).build(), key);
                    say(cluster.id() + " " + cluster.started());
                    say(cluster.awaitReady(Sandbox.PATIENCE).state().name());
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
                }
                case "work" -> {
                    ClusterHandle cluster =
                            Sandbox.ready(drover, Sandbox.workers(1).build());
                    JobHandle job = cluster.jobs()
                            .submit(
                                    Command.of("sleep")
                                            .args(SECONDS)
                                            .driver(Resources.of(1, 512))
                                            .build(),
                                    key);
                    Awaitility.await()
                            .atMost(Sandbox.PATIENCE)
                            .until(() -> job.status().state() == JobState.RUNNING);
                    say("RUNNING");
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
                }
                case "find" -> {
                    ClusterHandle cluster =
                            drover.clusters(Sandbox.HERE).find(key).orElseThrow();
                    say(cluster.describe().state() + " "
                            + cluster.describe().nodes().size());
                    try {
                        cluster.resize(2);
                    } catch (DroverException e) {
                        say(e.code() + " " + e.getMessage());
                    }
                    cluster.terminate();
                    say(String.valueOf(drover.clusters(Sandbox.HERE).find(key).isPresent()));
                }
                default -> throw new IllegalArgumentException(args[2]);
            }
        }
    }

    private static void say(String answer) {
        System.out.println(">" + answer);
        System.out.flush();
    }
}
