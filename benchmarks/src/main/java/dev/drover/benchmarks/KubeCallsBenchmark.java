package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.provider.KubeProviderFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to an API server of Kubernetes, and the bytes of its answers, to follow 1,000 applications of Apache's operator to
 * their ends, in real time; against one GET a second for each of them, from when it was accepted until it has ended. What
 * Drover causes is counted by the server; what the GETs would cause follows from the lengths of lives and answers.
 *
 * <p>Arguments: applications (1,000), the shortest and the longest life in seconds (30, 120).
 */
public final class KubeCallsBenchmark {
    private static final ClusterId CLUSTER = ClusterId.parse("k8s://here/spark");
    private static final JobSpec JOB = SparkJar.of(StorageUri.parse("s3://code/app.jar"), "com.acme.Etl")
            .args("--day", "2026-11-21")
            .build();

    private KubeCallsBenchmark() {}

    public static void main(String[] args) throws Exception {
        int applications = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        int shortest = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        int longest = args.length > 2 ? Integer.parseInt(args[2]) : 120;
        Path work = Files.createTempDirectory("kube-calls");
        LoopbackKeys keys = new LoopbackKeys(work);
        try (PretendedKube kube = new PretendedKube(keys.store());
                Drover drover = Drover.builder()
                        .factories(List.of(new KubeProviderFactory()))
                        .configure(
                                "k8s://here",
                                KubeOptions.builder()
                                        .server(kube.url())
                                        .caFile(keys.certificate())
                                        .build())
                        .configure(
                                "k8s://here",
                                KubeJobOptions.builder()
                                        .operator(SparkOperator.APACHE)
                                        .image("acme/spark:4.0.1")
                                        .build())
                        .build()) {
            follow(kube, drover, applications, shortest, longest);
        } finally {
            TransferFiles.remove(work);
        }
    }

    private static void follow(PretendedKube kube, Drover drover, int applications, int shortest, int longest)
            throws Exception {
        Random random = new Random(1);
        List<CompletableFuture<JobStatus>> ends = new ArrayList<>();
        long gets = 0;
        long bytes = 0;
        for (int i = 0; i < applications; i++) {
            var run = drover.jobs(CLUSTER).submit(JOB, RequestKey.of("run", String.valueOf(i)));
            int life = shortest + random.nextInt(longest - shortest + 1);
            kube.live(run.id().nativeId(), Duration.ofSeconds(life));
            ends.add(run.completion().toCompletableFuture());
            gets += life;
            bytes += life * kube.size(run.id().nativeId());
        }
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(longest + 120L, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Not all have ended; " + kube.traffic(), e);
        }
        Map<String, PretendedKube.Traffic> traffic = kube.traffic();
        PretendedKube.Traffic looks = new PretendedKube.Traffic(0, 0);
        for (String verb : List.of("list", "watch", "get")) {
            looks = looks.plus(traffic.getOrDefault(verb, new PretendedKube.Traffic(0, 0)));
        }
        // Submitting looks once for each: there is no durable ledger here.
        looks = new PretendedKube.Traffic(looks.calls() - applications, looks.bytes());
        String what = String.format(Locale.ROOT, "%,d applications of %d to %d s", applications, shortest, longest);
        Figures figures = new Figures();
        Figures.Task calls = figures.less(what, "calls");
        Figures.Task megabytes = figures.less(what, "MB of answers");
        calls.ours("Drover", looks.calls()).peer("a GET per second for each", gets);
        megabytes.ours("Drover", looks.bytes() / 1e6).peer("a GET per second for each", bytes / 1e6);
        traffic.forEach((verb, seen) -> {
            calls.note("of Drover: " + verb, seen.calls());
            megabytes.note("of Drover: " + verb, seen.bytes() / 1e6);
        });
        figures.report();
    }
}
