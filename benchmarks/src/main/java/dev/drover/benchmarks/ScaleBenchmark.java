package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.aws.emr.EmrProviderFactory;
import dev.drover.aws.emreks.EmrEksProviderFactory;
import dev.drover.aws.emrserverless.EmrServerlessProviderFactory;
import dev.drover.gcp.dataproc.DataprocProviderFactory;
import dev.drover.gcp.dataprocserverless.DataprocServerlessProviderFactory;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.RateBudget;
import dev.drover.testkit.mem.MemPlatform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A million jobs on a thousand clusters that take each at once: how long a submission through the pool takes, routing and a
 * ledger in the test kit's storage included; what a key that has been used and a handle that waits keep in memory, that
 * storage's own too; and how many clusters each platform's published limits let one account follow.
 *
 * <p>Arguments: clusters (1,000), jobs (1,000,000). Run it with {@code -Xmx8g -XX:+UseSerialGC}.
 */
public final class ScaleBenchmark {
    private static final JobSpec JOB =
            SparkJar.of(StorageUri.parse("s3://code/app.jar"), "com.acme.Etl").build();

    private ScaleBenchmark() {}

    public static void main(String[] args) throws Exception {
        int clusters = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        int jobs = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        Figures figures = new Figures();
        submit(figures, clusters, jobs);
        limits(figures, new EmrProviderFactory(), "emr", "ListSteps", 30);
        limits(figures, new EmrServerlessProviderFactory(), "emr-serverless", "ListJobRuns", 5);
        limits(figures, new EmrEksProviderFactory(), "emr-eks", "ListJobRuns", 5);
        limits(figures, new DataprocProviderFactory(), "dataproc", "ListJobs", 5);
        limits(figures, new DataprocServerlessProviderFactory(), "dataproc-serverless", "ListBatches", 5);
        figures.report();
    }

    private static void submit(Figures figures, int clusters, int jobs) throws InterruptedException {
        PoolSpec.Builder spec = PoolSpec.builder();
        for (int i = 0; i < clusters; i++) {
            spec.member(PoolMember.builder(ClusterId.parse("counted://region-" + i % 10 + "/cluster-" + i))
                    .build());
        }
        // Nothing is followed: the waits' own memory is what counts.
        MemPlatform memory = MemPlatform.builder(DroverClock.system()).build();
        try (Drover drover = Drover.builder()
                .factories(List.of(
                        new CountedPlatform(Map.of(), new CountDownLatch(1), new AtomicLong()), memory.factory()))
                .ledger("mem://ledger/keys/")
                .executor(task -> {})
                .build()) {
            ClusterPool pool = drover.pool(spec.build());
            long[] nanos = new long[jobs];
            List<JobHandle> handles = new ArrayList<>(jobs);
            long before = Footprint.usedHeap();
            for (int i = 0; i < jobs; i++) {
                long start = System.nanoTime();
                handles.add(pool.submit(JOB, RequestKey.of("etl", String.valueOf(i))));
                nanos[i] = System.nanoTime() - start;
            }
            long submitted = Footprint.usedHeap();
            List<Object> waits = new ArrayList<>(jobs);
            handles.forEach(handle -> waits.add(handle.completion()));
            long waiting = Footprint.usedHeap();
            String what = String.format(Locale.ROOT, "%,d jobs on %,d clusters", waits.size(), clusters);
            Sample micros = Sample.of(Arrays.stream(nanos)).in(1e3);
            figures.more(what, "submissions per s")
                    .ours("Drover", 1e9 * jobs / Arrays.stream(nanos).sum());
            figures.less(what, "µs, p50").ours("Drover", micros.quantile(0.5));
            figures.less(what, "µs, p99").ours("Drover", micros.quantile(0.99));
            figures.less(what, "bytes for each key and handle").ours("Drover", (double) (submitted - before) / jobs);
            figures.less(what, "bytes for each wait")
                    .ours("Drover", (double) (waiting - submitted) / jobs)
                    .limit(1_024);
        }
    }

    /** One look at a cluster is one call, as long as its runs that are waited for fit a page. */
    private static void limits(Figures figures, ProviderFactory factory, String scheme, String look, int pollSeconds) {
        RateBudget budget = factory.budgets(scheme).stream()
                .filter(each -> each.api().equals(look))
                .findFirst()
                .orElseThrow();
        String what = scheme + ", " + look;
        String subject = "one account and region";
        figures.more(what, "calls allowed per s").note(subject, budget.perSecond());
        figures.more(what, "s between looks").note(subject, pollSeconds);
        figures.more(what, "clusters that this follows").note(subject, budget.perSecond() * pollSeconds);
        figures.less(what, "s between looks at 1,000 clusters").note(subject, 1_000 / budget.perSecond());
    }
}
