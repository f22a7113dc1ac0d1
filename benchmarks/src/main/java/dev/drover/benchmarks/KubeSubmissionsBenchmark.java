package dev.drover.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.provider.KubeProviderFactory;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolSpec;
import dev.drover.testkit.mem.MemPlatform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * How many applications one program submits to API servers over TLS in a second, and how long each takes: Drover through a pool
 * of three clusters with a durable ledger and the guard; the way of a gateway that makes a client, and with it a TLS
 * connection, for each call; and one bare client whose connections are kept. All send the same body through the same HTTP
 * library to the same server, which is a process of its own, and take turns.
 *
 * <p>Arguments: submissions per round and caller (300), rounds (5), submissions before all of them by Drover and by the bare
 * client (3,000), so that a service is measured and not its first seconds. One more round before them is not counted.
 */
public final class KubeSubmissionsBenchmark {
    private static final List<Integer> CALLERS = List.of(1, 8);
    private static final MediaType JSON = MediaType.get("application/json");
    private static final JobSpec JOB = SparkJar.of(StorageUri.parse("s3://code/app.jar"), "com.acme.Etl")
            .args("--day", "2026-11-21")
            .conf("spark.executor.instances", "20")
            .build();

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Map<String, Submitter> ways = new LinkedHashMap<>();

    /** Submits once, under a key of its own. */
    @FunctionalInterface
    private interface Submitter {
        void submit(RequestKey key);
    }

    /** What was seen of one way with so many callers. */
    private static final class Figures {
        private final List<Double> perSecond = new ArrayList<>();
        private final List<long[]> nanos = new ArrayList<>();
        private final List<Double> processorMicros = new ArrayList<>();
    }

    private KubeSubmissionsBenchmark() {}

    public static void main(String[] args) throws Exception {
        int submissions = args.length > 0 ? Integer.parseInt(args[0]) : 300;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int before = args.length > 2 ? Integer.parseInt(args[2]) : 3_000;
        Path work = Files.createTempDirectory("kube-submissions");
        LoopbackKeys keys = new LoopbackKeys(work);
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PretendedKube.class.getName(),
                        keys.store().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader port =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            URI url = URI.create("https://127.0.0.1:" + port.readLine());
            new KubeSubmissionsBenchmark().run(url, keys.certificate(), submissions, rounds, before);
        } finally {
            server.destroy();
            TransferFiles.remove(work);
        }
    }

    private void run(URI url, Path certificate, int submissions, int rounds, int before) throws Exception {
        MemPlatform memory = MemPlatform.builder(DroverClock.system()).build();
        KubeOptions access =
                KubeOptions.builder().server(url).caFile(certificate).build();
        try (Drover drover = Drover.builder()
                .factories(List.of(new KubeProviderFactory(), memory.factory()))
                .configure("k8s://", access)
                .configure(
                        "k8s://",
                        KubeJobOptions.builder()
                                .operator(SparkOperator.APACHE)
                                .image("acme/spark:4.0.1")
                                .build())
                .ledger("mem://ledger/keys/")
                .build()) {
            ClusterPool pool = drover.pool(PoolSpec.builder()
                    .members(
                            ClusterId.parse("k8s://a/spark"),
                            ClusterId.parse("k8s://b/spark"),
                            ClusterId.parse("k8s://c/spark"))
                    .build());
            part(key -> pool.submit(JOB, key), Math.max(1, before));
            OkHttpClient kept = client(certificate);
            byte[] body = get(kept, url + PretendedKube.LAST);
            ways.put("Drover: pool, ledger", key -> pool.submit(JOB, key));
            ways.put("a client for each call", key -> post(client(certificate), url, body, true));
            ways.put("one bare client", key -> post(kept, url, body, false));
            part(key -> post(kept, url, body, false), before);
            for (int callers : CALLERS) {
                measure(callers, submissions, rounds);
            }
            kept.connectionPool().evictAll();
        }
    }

    private static OkHttpClient client(Path certificate) {
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, managers.getTrustManagers(), null);
            return new OkHttpClient.Builder()
                    .sslSocketFactory(tls.getSocketFactory(), (X509TrustManager) managers.getTrustManagers()[0])
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] get(OkHttpClient client, String url) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.body().bytes();
        }
    }

    private static void post(OkHttpClient client, URI url, byte[] body, boolean close) {
        Request request = new Request.Builder()
                .url(url + PretendedKube.APPLICATIONS + "?fieldValidation=Strict")
                .post(RequestBody.create(body, JSON))
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (response.code() != 201 || response.body().bytes().length < body.length) {
                throw new IllegalStateException("The server says " + response.code());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (close) {
                client.connectionPool().evictAll();
                client.dispatcher().executorService().shutdown();
            }
        }
    }

    private static Figures of(Map<String, Figures> figures, String way) {
        return Objects.requireNonNull(figures.get(way), way);
    }

    private void measure(int callers, int submissions, int rounds) throws Exception {
        Map<String, Figures> figures = new LinkedHashMap<>();
        ways.keySet().forEach(way -> figures.put(way, new Figures()));
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Submitter> way : ways.entrySet()) {
                Figures counted = round == 0 ? new Figures() : of(figures, way.getKey());
                round(way.getValue(), callers, submissions, counted);
            }
        }
        double ours = median(of(figures, "Drover: pool, ledger").perSecond);
        figures.forEach((way, seen) -> report(way, callers, seen, ours));
    }

    private void round(Submitter way, int callers, int submissions, Figures figures) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(callers);
        try {
            long worked = system.getProcessCpuTime();
            long start = System.nanoTime();
            List<Future<long[]>> parts = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                parts.add(workers.submit(() -> part(way, submissions)));
            }
            for (Future<long[]> part : parts) {
                figures.nanos.add(part.get());
            }
            int made = callers * submissions;
            figures.perSecond.add(made / ((System.nanoTime() - start) / 1e9));
            figures.processorMicros.add((system.getProcessCpuTime() - worked) / 1e3 / made);
        } finally {
            workers.shutdownNow();
        }
    }

    private static long[] part(Submitter way, int count) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            RequestKey key = RequestKey.random();
            long start = System.nanoTime();
            way.submit(key);
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void report(String way, int callers, Figures figures, double ours) {
        long[] nanos =
                figures.nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-24s %d callers  %,7.0f/s  p50 %,8.0f us  p99 %,8.0f us  processors %,6.0f us each  Drover / this %5.2f%n",
                way,
                callers,
                median(figures.perSecond),
                nanos[nanos.length / 2] / 1e3,
                nanos[(int) (nanos.length * 0.99)] / 1e3,
                median(figures.processorMicros),
                ours / median(figures.perSecond));
    }
}
