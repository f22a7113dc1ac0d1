package dev.drover.standalone.local;

import dev.drover.ClusterId;
import dev.drover.standalone.SparkMasterOptions;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A master and a worker as an operator starts them: fixed ports, no Drover about, and a folder to recover from. */
final class HandStartedSpark implements AutoCloseable {
    private static final String DEPLOY = "org.apache.spark.deploy.";

    private final Path folder;
    private final boolean rest;
    private final SparkInstallation spark;
    private final int port = freePort();
    private final int restPort = freePort();
    private final int uiPort = freePort();
    private final List<Process> processes = new ArrayList<>();
    private Process master;
    private Process worker;

    HandStartedSpark(Path folder, boolean rest) throws IOException {
        this.folder = folder;
        this.rest = rest;
        this.spark = new SparkSources(
                        LocalOptions.builder().cache(Sandbox.cache()).build())
                .find(Optional.of(LocalOptions.DEFAULT_SPARK_VERSION), progress -> {});
    }

    HandStartedSpark startMaster() throws IOException {
        List<String> options = List.of(
                "-Dspark.master.rest.enabled=" + rest,
                "-Dspark.master.rest.port=" + restPort,
                "-Dspark.deploy.recoveryMode=FILESYSTEM",
                "-Dspark.deploy.recoveryDirectory=" + folder.resolve("recovery"));
        master = start("master.Master", options, "--port", "" + port, "--webui-port", "" + uiPort);
        awaitPage("\"status\"\\s*:\\s*\"ALIVE\"");
        return this;
    }

    HandStartedSpark startWorker() throws IOException {
        worker = start(
                "worker.Worker",
                List.of(),
                "--port",
                "0",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.resolve("work").toString(),
                id().toString());
        awaitPage("\"aliveworkers\"\\s*:\\s*1\\b");
        return this;
    }

    void killMaster() throws InterruptedException {
        master.destroyForcibly().waitFor();
    }

    void killWorker() throws InterruptedException {
        worker.destroyForcibly().waitFor();
    }

    ClusterId id() {
        return ClusterId.parse("spark://127.0.0.1:" + port);
    }

    SparkMasterOptions.Builder options() {
        return SparkMasterOptions.builder().rest(http(restPort)).ui(http(uiPort));
    }

    private static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private Process start(String daemon, List<String> options, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, spark.classPath())));
        command.addAll(List.of(DEPLOY + daemon, "--host", "127.0.0.1"));
        command.addAll(List.of(args));
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(daemon + ".log").toFile()));
        builder.environment().put("SPARK_HOME", spark.home().toString());
        builder.environment().put("SPARK_SCALA_VERSION", spark.scalaVersion());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private void awaitPage(String pattern) {
        HttpRequest page = HttpRequest.newBuilder(URI.create(http(uiPort) + "/json/"))
                .timeout(Duration.ofSeconds(5))
                .build();
        Awaitility.await()
                .atMost(Sandbox.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> HttpClient.newHttpClient()
                        .send(page, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .replaceAll("\\s+", " ")
                        .matches(".*" + pattern + ".*"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("There is no free port", e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }
}
