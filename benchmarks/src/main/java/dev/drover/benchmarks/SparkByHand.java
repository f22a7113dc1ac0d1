package dev.drover.benchmarks;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.standalone.local.LocalOptions;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Starts Spark's own processes as one would by hand, from the jars that Drover has in its cache. */
final class SparkByHand {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path runs;
    private final String version;

    private SparkByHand(Path runs, String version) {
        this.runs = runs;
        this.version = version;
    }

    /** Lets Drover fetch Spark and make what it keeps, by making a cluster once. */
    static SparkByHand downloaded(String version) throws Exception {
        SparkByHand spark = new SparkByHand(Files.createTempDirectory("drover-benchmark"), version);
        try (Drover drover = Drover.builder()
                .configure("local://localhost", spark.options().build())
                .build()) {
            drover.clusters("local://localhost")
                    .create(
                            ClusterSpec.builder()
                                    .workers(1, Resources.of(1, 1024))
                                    .build(),
                            RequestKey.random())
                    .awaitReady(Duration.ofMinutes(10));
        }
        return spark;
    }

    /** Of local clusters with the same Spark; a cache of their own holds one archive of classes and no other. */
    LocalOptions.Builder options() {
        Path cache = LocalOptions.defaults().cache().resolve("benchmarks");
        return LocalOptions.builder().runs(runs).cache(cache).sparkVersion(version);
    }

    /** Starts a daemon: {@code master.Master} or {@code worker.Worker}. */
    Process start(Path work, List<String> jvmOptions, String daemon, String... args) throws IOException {
        return startMain(work, jvmOptions, "org.apache.spark.deploy." + daemon, args);
    }

    /** Starts a main class of Spark's; its output is appended to a file of that name. */
    Process startMain(Path work, List<String> jvmOptions, String main, String... args) throws IOException {
        Path home = home();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home")).resolve("bin/java").toString());
        command.add("-Xmx1g");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath(home), main));
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        work.resolve(main + ".log").toFile()));
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.start();
    }

    /** Waits until the master's page says so. */
    static void awaitPage(int ui, String wanted) throws InterruptedException {
        Pattern pattern = Pattern.compile(wanted);
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ui + "/json/"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            try {
                String state =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                if (pattern.matcher(state).find()) {
                    return;
                }
            } catch (IOException notYet) {
                // It does not listen yet.
            }
            Thread.sleep(10);
        }
        throw new IllegalStateException("not ready within " + LONGEST);
    }

    /** The archives of Spark's classes that Drover made. */
    List<String> archives() throws IOException {
        return list(options().build().cache().resolve("classes"), "spark-" + version + "-*.jsa");
    }

    private Path home() {
        return options()
                .build()
                .cache()
                .resolve("spark")
                .resolve(version + (version.startsWith("3.") ? "-2.12" : "-2.13"));
    }

    /** As Drover builds it, so that the archive fits. */
    private String classPath(Path home) throws IOException {
        List<String> entries = new ArrayList<>(List.of(home.resolve("no-conf").toString()));
        if (!version.startsWith("3.")) {
            entries.addAll(list(home.resolve("jars"), "slf4j-api-*.jar"));
        }
        entries.add(home.resolve("jars").resolve("*").toString());
        return String.join(File.pathSeparator, entries);
    }

    private static List<String> list(Path folder, String glob) throws IOException {
        List<String> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
                files.forEach(file -> found.add(file.toString()));
            }
        }
        return found;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
