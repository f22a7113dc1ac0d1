package dev.drover.benchmarks;

import com.sun.net.httpserver.HttpServer;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverListener;
import dev.drover.JobSubmitter;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.standalone.SparkMasterOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How long a submission takes until a real Spark master has accepted it, measured turn by turn: through Drover, which
 * looks for the key before it sends; through Drover with a durable ledger in a folder, which need not look; as a bare HTTP POST of the same body but for the class's name; and as {@code spark-submit --deploy-mode
 * cluster}, a process of its own. The master has no workers, so that nothing else runs; every run stays queued, and the
 * master's list of drivers, which Drover reads, grows with every round.
 *
 * <p>Arguments: rounds (60), of which every tenth runs spark-submit too. A hundred rounds before them are not counted.
 */
public final class SubmissionBenchmark {
    private static final int WARM_UP = 100;
    private static final String MAIN_CLASS = "com.acme.Etl";
    private static final String STRANGER = "com.acme.Xyz";
    private static final StorageUri JAR = StorageUri.parse("file:///app.jar");

    private final Map<Way, List<Long>> micros = new EnumMap<>(Way.class);
    private final Map<String, List<Long>> callMicros = new TreeMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private enum Way {
        DROVER("Drover"),
        DROVER_WITH_LEDGER("Drover with a durable ledger"),
        BARE_POST("bare HTTP POST of the same body"),
        BARE_POST_AND_LOOK("bare GET of the master's state, then the POST"),
        SPARK_SUBMIT("spark-submit --deploy-mode cluster");

        private final String subject;

        Way(String subject) {
            this.subject = subject;
        }
    }

    private SubmissionBenchmark() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        new SubmissionBenchmark().run(rounds);
    }

    private void run(int rounds) throws Exception {
        SparkByHand spark = SparkByHand.downloaded("4.2.0");
        Path work = Files.createTempDirectory("drover-benchmark");
        int port = SparkByHand.freePort();
        int rest = SparkByHand.freePort();
        int ui = SparkByHand.freePort();
        Process master = spark.start(
                work,
                List.of("-Dspark.master.rest.enabled=true", "-Dspark.master.rest.port=" + rest),
                "master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "" + port,
                "--webui-port",
                "" + ui);
        try {
            SparkByHand.awaitPage(ui, "\"status\"\\s*:\\s*\"ALIVE\"");
            ClusterId cluster = ClusterId.parse("spark://127.0.0.1:" + port);
            // Another class, so that Drover need not wait to learn whether a queued stranger is its own.
            String body = bodyOf(cluster, ui).replace(MAIN_CLASS, STRANGER);
            try (Drover drover = builder(cluster, http(rest), http(ui), new Calls(Way.DROVER))
                            .build();
                    Drover withLedger = builder(cluster, http(rest), http(ui), new Calls(Way.DROVER_WITH_LEDGER))
                            .ledger(StorageUri.of(work.resolve("ledger")))
                            .build()) {
                JobSubmitter jobs = drover.jobs(cluster);
                JobSubmitter recorded = withLedger.jobs(cluster);
                for (int round = 0; round < WARM_UP + rounds; round++) {
                    boolean counted = round >= WARM_UP;
                    time(Way.DROVER, counted, () -> jobs.submit(job(MAIN_CLASS), RequestKey.random()));
                    time(Way.DROVER_WITH_LEDGER, counted, () -> recorded.submit(job(STRANGER), RequestKey.random()));
                    time(Way.BARE_POST, counted, () -> post(rest, body));
                    time(Way.BARE_POST_AND_LOOK, counted, () -> {
                        get(ui);
                        post(rest, body);
                    });
                    if (counted && round % 10 == 0) {
                        time(Way.SPARK_SUBMIT, true, () -> sparkSubmit(spark, work, rest));
                    }
                }
            }
        } finally {
            master.destroy();
        }
        report();
    }

    /** Tells what the platform saw, and for how long. */
    private final class Calls implements DroverListener {
        private final Way way;

        Calls(Way way) {
            this.way = way;
        }

        @Override
        public void callEnded(CallEnded call) {
            callMicros
                    .computeIfAbsent(way.subject + ": " + call.api(), name -> new ArrayList<>())
                    .add(call.took().toNanos() / 1000);
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private void time(Way way, boolean counted, Action action) throws Exception {
        long start = System.nanoTime();
        action.run();
        if (counted) {
            micros.computeIfAbsent(way, w -> new ArrayList<>()).add((System.nanoTime() - start) / 1000);
        }
    }

    private static SparkJar job(String mainClass) {
        return SparkJar.of(JAR, mainClass).name("benchmark").build();
    }

    private static Drover.Builder builder(ClusterId cluster, URI rest, URI ui, DroverListener listener) {
        return Drover.builder()
                .listener(listener)
                .configure(
                        cluster.location(),
                        SparkMasterOptions.builder().rest(rest).ui(ui).build());
    }

    private static URI http(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What Drover sends, caught by a server that accepts it once. */
    private static String bodyOf(ClusterId cluster, int ui) throws IOException {
        AtomicReference<@Nullable String> caught = new AtomicReference<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            caught.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = "{\"action\":\"CreateSubmissionResponse\",\"submissionId\":\"driver-0\",\"success\":true}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try (Drover drover = builder(cluster, http(server.getAddress().getPort()), http(ui), DroverListener.NONE)
                .build()) {
            drover.jobs(cluster).submit(job(MAIN_CLASS), RequestKey.random());
            return Objects.requireNonNull(caught.get());
        } finally {
            server.stop(0);
        }
    }

    private void post(int rest, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(http(rest).resolve("/v1/submissions/create"))
                .header("Content-Type", "application/json;charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        if (!answer.replace(" ", "").contains("\"success\":true")) {
            throw new IOException(answer);
        }
    }

    private void get(int ui) throws Exception {
        http.send(HttpRequest.newBuilder(http(ui).resolve("/json/")).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void sparkSubmit(SparkByHand spark, Path work, int rest) throws Exception {
        Process process = spark.startMain(
                work,
                List.of(),
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "spark://127.0.0.1:" + rest,
                "--deploy-mode",
                "cluster",
                "--class",
                STRANGER,
                "--conf",
                "spark.master.rest.enabled=true",
                JAR.toString());
        if (process.waitFor() != 0) {
            throw new IOException("spark-submit failed; see its log in " + work);
        }
    }

    private void report() throws IOException {
        Figures figures = new Figures();
        figures.less("until the master has accepted", "ms")
                .ours(Way.DROVER.subject, millis(Way.DROVER))
                .ours(Way.DROVER_WITH_LEDGER.subject, millis(Way.DROVER_WITH_LEDGER))
                .peer(Way.BARE_POST.subject, millis(Way.BARE_POST), 1 / 1.3)
                .peer(Way.BARE_POST_AND_LOOK.subject, millis(Way.BARE_POST_AND_LOOK))
                .peer(Way.SPARK_SUBMIT.subject, millis(Way.SPARK_SUBMIT), 50);
        callMicros.forEach((call, took) -> {
            figures.less("of this, calls", "ms").note(call, Sample.of(took).in(1e3));
            figures.less("of this, calls", "times").note(call, took.size());
        });
        figures.report();
    }

    private Sample millis(Way way) {
        return Sample.of(Objects.requireNonNull(micros.get(way))).in(1e3);
    }
}
