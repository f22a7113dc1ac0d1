package dev.drover.its.soak;

import dev.drover.ClusterId;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A standalone cluster as an operator sets it up: its master recovers from a folder; clients reach it through proxies. */
final class SparkCluster {
    private static final String DEPLOY = "org.apache.spark.deploy.";
    private static final Pattern ALIVE = Pattern.compile("\"status\"\\s*:\\s*\"ALIVE\"");

    private final Path folder;
    private final Path work;
    private final Map<String, String> environment;
    private final Path temporary;
    private final int port = freePort();
    private final int uiPort = freePort();
    private final Child master;
    private final Map<Path, Child> workers = new LinkedHashMap<>();
    private final FlakyProxy rest;
    private final FlakyProxy ui;

    /**
     * Of a master and workers that are not started yet.
     *
     * @param folder for the master
     * @param work for the workers
     */
    SparkCluster(Path folder, Path work, int workers, Map<String, String> environment, Path temporary)
            throws IOException {
        this.folder = Files.createDirectories(folder);
        this.work = Files.createDirectories(work);
        this.environment = environment;
        this.temporary = temporary;
        int restPort = freePort();
        rest = new FlakyProxy(restPort, freePort());
        ui = new FlakyProxy(uiPort, freePort());
        List<String> recovery = List.of(
                "-Dspark.master.rest.enabled=true",
                "-Dspark.master.rest.port=" + restPort,
                "-Dspark.deploy.recoveryMode=FILESYSTEM",
                "-Dspark.deploy.recoveryDirectory=" + folder.resolve("recovery"));
        master = daemon(
                "master.Master",
                recovery,
                folder.resolve("master.log"),
                "--port",
                "" + port,
                "--webui-port",
                "" + uiPort);
        for (int i = 1; i <= workers; i++) {
            Path own = Files.createDirectories(work.resolve("worker-" + i));
            List<String> args =
                    List.of("--port", "0", "--webui-port", "0", "--cores", "1", "--memory", "1g", "--work-dir");
            List<String> all = new ArrayList<>(args);
            all.addAll(List.of(own.toString(), id().toString()));
            Path log = folder.resolve("worker-" + i + ".log");
            this.workers.put(own, daemon("worker.Worker", List.of(), log, all.toArray(String[]::new)));
        }
    }

    private Child daemon(String main, List<String> options, Path log, String... args) {
        List<String> command = new ArrayList<>(List.of(Jvm.java(), "-Xmx256m", "-Djava.io.tmpdir=" + temporary));
        command.addAll(Jvm.LIGHT);
        command.addAll(options);
        command.addAll(List.of("-cp", environment.get("SPARK_HOME") + "/jars/*"));
        command.addAll(List.of(DEPLOY + main, "--host", "127.0.0.1"));
        command.addAll(List.of(args));
        return new Child(command, environment, log);
    }

    void start() throws IOException {
        master.start();
        for (Child worker : workers.values()) {
            worker.start();
        }
    }

    ClusterId id() {
        return ClusterId.parse("spark://127.0.0.1:" + port);
    }

    Setup.Cluster forClients() {
        return new Setup.Cluster(id(), rest.uri(), ui.uri(), work);
    }

    Child master() {
        return master;
    }

    /** By their folders, in which each driver has a folder of its own. */
    Map<Path, Child> workers() {
        return workers;
    }

    List<FlakyProxy> proxies() {
        return List.of(rest, ui);
    }

    Path folder() {
        return folder;
    }

    /** Waits until the master says that it is in charge and has all its workers. */
    void awaitReady(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Pattern all = Pattern.compile("\"aliveworkers\"\\s*:\\s*" + workers.size() + "\\b");
        while (true) {
            String page = page();
            if (ALIVE.matcher(page).find() && all.matcher(page).find()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The cluster of " + folder + " is not ready: " + page);
            }
            Thread.sleep(200);
        }
    }

    private String page() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + uiPort + "/json/"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException down) {
            return down.toString();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("There is no free port", e);
        }
    }

    void end() throws InterruptedException {
        for (Child worker : workers.values()) {
            worker.end();
        }
        master.end();
        rest.close();
        ui.close();
    }
}
