package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobId;
import dev.drover.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What it costs to follow 10,000 jobs of 1 to 20 minutes on 10 clusters to their ends: calls of the provider by one
 * tracker per cluster, and by one poller per job. The poller is the same code in a Drover of its own, so that both look
 * at the same interval. Time is a clock that each sleep moves. Then the bytes of a waiting handle, from the used heap
 * before and after 100,000 of them; run with {@code -Xmx1g -XX:+UseSerialGC}.
 */
public final class TrackingBenchmark {
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    private static final int CLUSTERS = 10;
    private static final int JOBS_PER_CLUSTER = 1_000;
    private static final int HANDLES = 100_000;

    private final Random random = new Random(1);

    private TrackingBenchmark() {}

    public static void main(String[] args) throws Exception {
        TrackingBenchmark benchmark = new TrackingBenchmark();
        Figures figures = new Figures();
        benchmark.countCalls(figures);
        benchmark.measureBytes(figures);
        figures.report();
    }

    private void countCalls(Figures figures) {
        AtomicLong tracked = new AtomicLong();
        AtomicLong polled = new AtomicLong();
        for (int i = 0; i < CLUSTERS; i++) {
            Map<JobId, Instant> ends = jobs(cluster(i));
            follow(ends, tracked);
            ends.forEach((job, end) -> follow(Map.of(job, end), polled));
        }
        String what = String.format(
                Locale.ROOT, "%,d jobs on %d clusters to their ends", CLUSTERS * JOBS_PER_CLUSTER, CLUSTERS);
        figures.less(what, "calls")
                .ours("Drover, a tracker for each cluster", tracked.get())
                .peer("a poller for each job", polled.get(), 100);
    }

    private static ClusterId cluster(int number) {
        return ClusterId.parse("counted://here/cluster-" + number);
    }

    private Map<JobId, Instant> jobs(ClusterId cluster) {
        Map<JobId, Instant> ends = new HashMap<>();
        for (int i = 0; i < JOBS_PER_CLUSTER; i++) {
            ends.put(cluster.job("driver-20261121093528-" + i), START.plusSeconds(60 + random.nextInt(19 * 60)));
        }
        return ends;
    }

    private void follow(Map<JobId, Instant> ends, AtomicLong calls) {
        // The clock stands still until all are waited for.
        CountDownLatch open = new CountDownLatch(1);
        List<CompletableFuture<JobStatus>> waits = new ArrayList<>();
        try (Drover drover = Drover.builder()
                .factories(List.of(new CountedPlatform(ends, open, calls)))
                .clock(new SleptClock())
                .random(new Random(2))
                .build()) {
            ends.keySet().forEach(id -> waits.add(drover.job(id).completion().toCompletableFuture()));
            open.countDown();
            waits.forEach(CompletableFuture::join);
        }
    }

    private void measureBytes(Figures figures) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        ClusterId cluster = cluster(0);
        try (Drover drover = Drover.builder()
                .factories(List.of(new CountedPlatform(Map.of(), never, new AtomicLong())))
                .executor(task -> {})
                .build()) {
            List<CompletionStage<JobStatus>> waits = new ArrayList<>(HANDLES);
            List<Object> handles = new ArrayList<>(HANDLES);
            waits.add(drover.job(cluster.job("first")).completion());
            long before = Footprint.usedHeap();
            for (int i = 0; i < HANDLES; i++) {
                var handle = drover.job(cluster.job("driver-20261121093528-" + i));
                handles.add(handle);
                waits.add(handle.completion());
            }
            long after = Footprint.usedHeap();
            if (waits.get(0).toCompletableFuture().isDone()) {
                throw new IllegalStateException("a wait has ended");
            }
            figures.less("a waiting handle with its id", "bytes")
                    .ours("Drover", (double) (after - before) / handles.size())
                    .limit(1_024);
        }
    }

    /** Moves by what is slept. */
    private static final class SleptClock implements DroverClock {
        private Instant now = START;

        @Override
        public synchronized Instant instant() {
            return now;
        }

        @Override
        public synchronized void sleep(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public boolean await(CompletableFuture<?> future, Duration timeout) {
            future.handle((result, error) -> true).join();
            return true;
        }
    }
}
