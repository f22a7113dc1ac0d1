package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.JobId;
import dev.drover.JobStatus;
import dev.drover.aws.AwsOptions;
import dev.drover.gcp.GcpOptions;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.SparkOperator;
import dev.drover.standalone.SparkMasterOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a Drover holds that does nothing: with EMR, Dataproc, Kubernetes and a Spark master open, each of which has answered
 * one look; right after that, later, and once it is closed. The platforms are pretended by another process. Then what one holds
 * that waits for 10,000 runs, on 10 and on 1,000 clusters.
 *
 * <p>Argument: seconds that it does nothing (70). Run it with {@code -Xmx1g -XX:+UseSerialGC}.
 */
public final class FootprintBenchmark {
    private static final int WAITS = 10_000;

    private FootprintBenchmark() {}

    public static void main(String[] args) throws Exception {
        Figures figures = new Figures();
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 70;
        System.setProperty("aws.accessKeyId", "benchmark");
        System.setProperty("aws.secretAccessKey", "benchmark");
        Path work = Files.createTempDirectory("footprint");
        Process platforms = null;
        try {
            LoopbackKeys keys = new LoopbackKeys(work);
            platforms = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            PretendedPlatforms.class.getName(),
                            keys.store().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(platforms.getInputStream(), StandardCharsets.UTF_8));
            List<URI> at = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                at.add(URI.create(said.readLine()));
            }
            // What classes and pools cost once is in the second round no more.
            idle(figures, "the first of a JVM, ", at, keys, 0);
            idle(figures, "", at, keys, seconds);
        } finally {
            if (platforms != null) {
                platforms.destroy();
            }
            TransferFiles.remove(work);
        }
        waiting(figures, 10);
        waiting(figures, 1_000);
        figures.report();
    }

    private static void idle(Figures figures, String which, List<URI> at, LoopbackKeys keys, int seconds)
            throws InterruptedException {
        Footprint before = Footprint.now();
        Footprint open;
        Footprint later;
        try (Drover drover = Drover.builder()
                .configure(
                        "emr://",
                        AwsOptions.builder()
                                .region("eu-west-1")
                                .endpoint(at.get(0))
                                .build())
                .configure(
                        "dataproc://",
                        GcpOptions.builder().endpoint(at.get(1)).anonymous().build())
                .configure(
                        "k8s://here",
                        KubeOptions.builder()
                                .server(at.get(2))
                                .caFile(keys.certificate())
                                .build())
                .configure(
                        "k8s://here",
                        KubeJobOptions.builder().operator(SparkOperator.APACHE).build())
                .configure(
                        "spark://here:7077",
                        SparkMasterOptions.builder()
                                .rest(at.get(3))
                                .ui(at.get(3))
                                .build())
                .build()) {
            look(drover, "emr://eu-west-1/j-1#s-1");
            look(drover, "dataproc://acme-data/europe-west1/etl#run");
            look(drover, "k8s://here/spark#run");
            look(drover, "spark://here:7077#driver-20261121093528-0000");
            open = Footprint.now();
            TimeUnit.SECONDS.sleep(seconds);
            later = Footprint.now();
        }
        open.beyond(before).into(figures, which + "four platforms asked once");
        if (seconds > 0) {
            later.beyond(before).into(figures, which + seconds + " s later");
        }
        afterClose(seconds).beyond(before).into(figures, which + "closed, " + seconds + " s later");
    }

    /** Threads that wait for work a while before they end have had that while. */
    private static Footprint afterClose(int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(seconds);
        return Footprint.now();
    }

    /** None of the runs is there, which the platform has to be asked for all the same. */
    private static void look(Drover drover, String job) {
        try {
            drover.job(JobId.parse(job)).status();
        } catch (DroverException e) {
            System.out.println(e.code() + " from " + job);
        }
    }

    private static void waiting(Figures figures, int clusters) throws InterruptedException {
        AtomicLong looks = new AtomicLong();
        Footprint before = Footprint.now();
        try (Drover drover = Drover.builder()
                .factories(List.of(new CountedPlatform(Map.of(), new CountDownLatch(0), looks)))
                .build()) {
            List<CompletionStage<JobStatus>> waits = new ArrayList<>(WAITS);
            for (int i = 0; i < WAITS; i++) {
                ClusterId cluster = ClusterId.parse("counted://here/cluster-" + i % clusters);
                waits.add(drover.job(cluster.job("driver-20261121093528-" + i)).completion());
            }
            TimeUnit.SECONDS.sleep(30);
            long settled = looks.get();
            TimeUnit.SECONDS.sleep(30);
            Footprint now = Footprint.now();
            String what = String.format(Locale.ROOT, "%,d waits on %,d clusters", waits.size(), clusters);
            now.beyond(before).into(figures, what);
            figures.less(what, "looks per s").ours("Drover", (looks.get() - settled) / 30.0);
        }
    }
}
