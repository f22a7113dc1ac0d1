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
import java.util.Map;
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
    private static final String DROVER = "Drover, pool and ledger";
    private static final String CLIENT_FOR_EACH = "a client and TLS connection for each call";
    private static final String BARE_CLIENT = "one bare client that keeps its connections";
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
    private static final class Seen {
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
            ways.put(DROVER, key -> pool.submit(JOB, key));
            ways.put(CLIENT_FOR_EACH, key -> post(client(certificate), url, body, true));
            ways.put(BARE_CLIENT, key -> post(kept, url, body, false));
            part(key -> post(kept, url, body, false), before);
            Figures figures = new Figures();
            for (int callers : CALLERS) {
                measure(callers, submissions, rounds).forEach((way, seen) -> report(figures, way, callers, seen));
            }
            figures.report();
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

    private Map<String, Seen> measure(int callers, int submissions, int rounds) throws Exception {
        Map<String, Seen> all = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Submitter> way : ways.entrySet()) {
                Seen counted = round == 0 ? new Seen() : all.computeIfAbsent(way.getKey(), name -> new Seen());
                round(way.getValue(), callers, submissions, counted);
            }
        }
        return all;
    }

    private void round(Submitter way, int callers, int submissions, Seen seen) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(callers);
        try {
            long worked = system.getProcessCpuTime();
            long start = System.nanoTime();
            List<Future<long[]>> parts = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                parts.add(workers.submit(() -> part(way, submissions)));
            }
            for (Future<long[]> part : parts) {
                seen.nanos.add(part.get());
            }
            int made = callers * submissions;
            seen.perSecond.add(made / ((System.nanoTime() - start) / 1e9));
            seen.processorMicros.add((system.getProcessCpuTime() - worked) / 1e3 / made);
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

    private static void report(Figures figures, String way, int callers, Seen seen) {
        String what = callers == 1 ? "1 caller" : callers + " callers";
        Figures.Task rate = figures.more(what, "per s");
        Sample perSecond = Sample.of(seen.perSecond);
        switch (way) {
            case DROVER -> rate.ours(way, perSecond);
            case CLIENT_FOR_EACH -> rate.peer(way, perSecond, 10);
            default -> rate.peer(way, perSecond, 0.8);
        }
        Sample nanos = Sample.of(seen.nanos.stream().flatMapToLong(Arrays::stream));
        figures.less(what, "ms, p50").note(way, nanos.in(1e6).quantile(0.5));
        figures.less(what, "ms, p99").note(way, nanos.in(1e6).quantile(0.99));
        figures.less(what, "ms of processors")
                .note(way, Sample.of(seen.processorMicros).in(1e3));
    }
}
