package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.dataproc.DataprocProviderFactory;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolSpec;
import dev.drover.routing.RoutingPolicies;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.mem.MemPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Calls to Dataproc for 200 jobs on 4 clusters from submission to end, through a pool with a durable ledger, on a clock that
 * nobody really waits for; against one poller for each job that calls GetJob every 5 s, Drover's interval, from when the
 * job was accepted until it has ended.
 */
public final class DataprocCallsBenchmark {
    private static final int CLUSTERS = 4;
    private static final int JOBS = 200;
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final double WANTED = 40;
    private static final String OURS = "Drover";
    private static final String PEER = "a poller for each job";
    private static final Duration PATIENCE = Duration.ofDays(2);
    private static final JobSpec JOB =
            SparkJar.of(StorageUri.parse("gs://code/app.jar"), "com.acme.Etl").build();

    private DataprocCallsBenchmark() {}

    public static void main(String[] args) throws Exception {
        Figures figures = new Figures();
        run(figures, "side by side, an hour each", 50, job -> Duration.ofHours(1));
        run(figures, "side by side, 10 minutes each", 50, job -> Duration.ofMinutes(10));
        Random random = new Random(1);
        run(figures, "side by side, 1 to 40 minutes", 50, job -> Duration.ofSeconds(60 + random.nextInt(39 * 60)));
        run(figures, "one after another, 2 minutes each", 1, job -> Duration.ofMinutes(2));
        figures.report();
    }

    private static void run(Figures figures, String name, int concurrency, IntFunction<Duration> lengths)
            throws InterruptedException {
        ManualClock clock = ManualClock.auto();
        try (CountedDataproc dataproc = new CountedDataproc(clock.steady(), concurrency, lengths)) {
            submitAndFollow(dataproc, clock);
            Map<String, Integer> calls = dataproc.calls();
            int looks = calls.getOrDefault("ListJobs", 0) + calls.getOrDefault("GetJob", 0);
            int pollers = pollers(dataproc.runs());
            figures.less(name, "looks").ours(OURS, looks).peer(PEER, pollers, WANTED);
            figures.less(name, "calls in all")
                    .ours(OURS, looks + calls.getOrDefault("SubmitJob", 0))
                    .peer(PEER, pollers + JOBS, WANTED);
        }
    }

    private static void submitAndFollow(CountedDataproc dataproc, DroverClock clock) throws InterruptedException {
        MemPlatform memory = MemPlatform.builder(clock).build();
        GcpOptions options =
                GcpOptions.builder().endpoint(dataproc.endpoint()).anonymous().build();
        ClusterId[] clusters = new ClusterId[CLUSTERS];
        for (int i = 0; i < CLUSTERS; i++) {
            clusters[i] = ClusterId.parse("dataproc://acme-data/europe-west1/etl-" + i);
        }
        try (Drover drover = Drover.builder()
                .factories(List.of(new DataprocProviderFactory(), memory.factory()))
                .configure("dataproc://", options)
                .clock(clock)
                .random(new Random(2))
                .operationTimeout(PATIENCE)
                .ledger("mem://ledger/keys/")
                .build()) {
            // Fifty each.
            ClusterPool pool = drover.pool(PoolSpec.builder()
                    .members(clusters)
                    .policy(RoutingPolicies.roundRobin())
                    .build());
            List<CompletableFuture<JobStatus>> ends = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                ends.add(pool.submit(JOB, RequestKey.of("job", String.valueOf(i)))
                        .completion()
                        .toCompletableFuture());
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
            if (!clock.await(all, PATIENCE)) {
                throw new IllegalStateException("not all jobs have ended");
            }
            all.join();
        }
    }

    private static int pollers(List<CountedDataproc.Run> runs) {
        int calls = 0;
        for (CountedDataproc.Run run : runs) {
            Instant at = run.created();
            do {
                at = at.plus(INTERVAL);
                calls++;
            } while (at.isBefore(run.ends()));
        }
        return calls;
    }
}
