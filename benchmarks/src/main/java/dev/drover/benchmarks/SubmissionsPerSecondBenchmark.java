package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolSpec;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * How many submissions with new keys one Drover makes in a second, and how long each takes, where the platform answers at
 * once: through a pool of three clusters, a durable ledger and the guard; and straight to one cluster with the ledger in
 * memory. The platform is the test kit's, whose single lock is part of the figures. The two take turns.
 *
 * <p>Arguments: submissions per round (20,000), rounds (5). Two rounds before them are not counted.
 */
public final class SubmissionsPerSecondBenchmark {
    private static final int WARM_UP = 2;
    private static final List<Integer> THREADS = List.of(1, 64);
    private static final JobSpec JOB =
            SparkJar.of(StorageUri.parse("mem://code/app.jar"), "com.acme.Etl").build();

    private final int submissions;
    private final int rounds;

    private SubmissionsPerSecondBenchmark(int submissions, int rounds) {
        this.submissions = submissions;
        this.rounds = rounds;
    }

    public static void main(String[] args) throws Exception {
        int submissions = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        new SubmissionsPerSecondBenchmark(submissions, rounds).run();
    }

    private enum Way {
        POOL_AND_DURABLE_LEDGER("pool of 3 clusters, durable ledger, guard") {
            @Override
            Drover.Builder with(Drover.Builder builder) {
                return builder.ledger("mem://ledger/keys/");
            }

            @Override
            Consumer<RequestKey> submitter(Drover drover, List<ClusterId> clusters) {
                ClusterPool pool = drover.pool(PoolSpec.builder()
                        .members(clusters.toArray(ClusterId[]::new))
                        .build());
                return key -> pool.submit(JOB, key);
            }
        },
        ONE_CLUSTER_LEDGER_IN_MEMORY("one cluster, ledger in memory, guard") {
            @Override
            Drover.Builder with(Drover.Builder builder) {
                return builder;
            }

            @Override
            Consumer<RequestKey> submitter(Drover drover, List<ClusterId> clusters) {
                return key -> drover.jobs(clusters.get(0)).submit(JOB, key);
            }
        };

        private final String subject;

        Way(String subject) {
            this.subject = subject;
        }

        abstract Drover.Builder with(Drover.Builder builder);

        abstract Consumer<RequestKey> submitter(Drover drover, List<ClusterId> clusters);
    }

    /** What was seen of one way with so many threads. */
    private static final class Seen {
        private final List<Double> perSecond = new ArrayList<>();
        private final List<long[]> nanos = new ArrayList<>();
        private Map<String, Long> calls = Map.of();
    }

    private void run() throws Exception {
        Figures figures = new Figures();
        for (int threads : THREADS) {
            Map<Way, Seen> all = new TreeMap<>();
            for (int round = 0; round < WARM_UP + rounds; round++) {
                for (Way way : Way.values()) {
                    Seen counted = round < WARM_UP ? new Seen() : all.computeIfAbsent(way, w -> new Seen());
                    round(way, threads, counted);
                }
            }
            all.forEach((way, seen) -> report(figures, way, threads, seen));
        }
        figures.report();
    }

    private void round(Way way, int threads, Seen seen) throws Exception {
        // A new one each time, so that no round pays for the objects of those before it.
        MemPlatform platform = MemPlatform.builder(DroverClock.system()).build();
        platform.onJob(job -> true, JobScript.succeed(Duration.ZERO));
        List<ClusterId> clusters =
                List.of(platform.cluster("mem://eu/a"), platform.cluster("mem://eu/b"), platform.cluster("mem://eu/c"));
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try (Drover drover = way.with(Drover.builder().factories(List.of(platform.factory())))
                .build()) {
            Consumer<RequestKey> submit = way.submitter(drover, clusters);
            // Opens the providers and probes the ledger.
            submit.accept(RequestKey.random());
            Map<String, Long> before = platform.calls();
            long start = System.nanoTime();
            List<Future<long[]>> parts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                parts.add(workers.submit(() -> part(submit, submissions / threads)));
            }
            long made = 0;
            for (Future<long[]> part : parts) {
                seen.nanos.add(part.get());
                made += part.get().length;
            }
            seen.perSecond.add(made / ((System.nanoTime() - start) / 1e9));
            seen.calls = difference(platform.calls(), before, made);
        } finally {
            workers.shutdownNow();
        }
    }

    private static long[] part(Consumer<RequestKey> submit, int count) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            RequestKey key = RequestKey.random();
            long start = System.nanoTime();
            submit.accept(key);
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }

    /** Calls for a hundred submissions. */
    private static Map<String, Long> difference(Map<String, Long> after, Map<String, Long> before, long made) {
        Map<String, Long> calls = new TreeMap<>();
        after.forEach((api, count) -> {
            long more = 100 * (count - before.getOrDefault(api, 0L)) / made;
            if (more > 0) {
                calls.put(api, more);
            }
        });
        return calls;
    }

    private static void report(Figures figures, Way way, int threads, Seen seen) {
        String what = threads == 1 ? "1 thread" : threads + " threads";
        Sample micros =
                Sample.of(seen.nanos.stream().flatMapToLong(Arrays::stream)).in(1e3);
        figures.more(what, "submissions per s").ours(way.subject, Sample.of(seen.perSecond));
        figures.less(what, "µs, p50").ours(way.subject, micros.quantile(0.5));
        figures.less(what, "µs, p99").ours(way.subject, micros.quantile(0.99));
        long calls = seen.calls.values().stream().mapToLong(Long::longValue).sum();
        figures.less(what, "native calls each").ours(way.subject, calls / 100.0);
    }
}
