package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.emr.EmrProviderFactory;
import dev.drover.benchmarks.CountedEmr.Call;
import dev.drover.benchmarks.CountedEmr.Step;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolSpec;
import dev.drover.routing.RoutingPolicies;
import dev.drover.spi.RateBudget;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.mem.MemPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Calls to EMR for 200 steps on 4 clusters from submission to end, through a pool with a durable ledger, on a clock that
 * nobody really waits for; against one poller for each step that calls DescribeStep every 30 s, Drover's interval,
 * from when the step was accepted until it has ended. And how many calls of each would be beyond what EMR allows an account.
 */
public final class EmrCallsBenchmark {
    private static final int CLUSTERS = 4;
    private static final int STEPS = 200;
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final double WANTED = 40;
    private static final String OURS = "Drover";
    private static final String PEER = "a poller for each step";
    private static final Duration PATIENCE = Duration.ofDays(2);
    private static final JobSpec JOB =
            SparkJar.of(StorageUri.parse("s3://code/app.jar"), "com.acme.Etl").build();

    private EmrCallsBenchmark() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        Figures figures = new Figures();
        run(figures, "side by side, an hour each", 50, step -> Duration.ofHours(1));
        Random random = new Random(1);
        run(figures, "side by side, 1 to 40 minutes", 50, step -> Duration.ofSeconds(60 + random.nextInt(39 * 60)));
        run(figures, "one after another, 2 minutes each", 1, step -> Duration.ofMinutes(2));
        figures.report();
    }

    private static void run(Figures figures, String name, int concurrency, IntFunction<Duration> lengths)
            throws InterruptedException {
        ManualClock clock = ManualClock.auto();
        try (CountedEmr emr = new CountedEmr(clock.steady(), concurrency, lengths)) {
            submitAndFollow(emr, clock);
            List<Call> drover = emr.calls();
            List<Call> pollers = pollers(emr.steps());
            Map<String, Integer> ours = CountedEmr.counted(drover);
            int looks = ours.getOrDefault("ListSteps", 0);
            figures.less(name, "looks").ours(OURS, looks).peer(PEER, pollers.size(), WANTED);
            figures.less(name, "calls in all").ours(OURS, drover.size()).peer(PEER, pollers.size() + STEPS, WANTED);
            figures.less(name, "beyond the budget")
                    .ours(OURS, beyondBudget(drover))
                    .limit(0)
                    .note(PEER, beyondBudget(pollers));
        }
    }

    private static void submitAndFollow(CountedEmr emr, DroverClock clock) throws InterruptedException {
        MemPlatform memory = MemPlatform.builder(clock).build();
        AwsOptions options = AwsOptions.builder()
                .region("eu-west-1")
                .endpoint(emr.endpoint())
                .build();
        ClusterId[] clusters = new ClusterId[CLUSTERS];
        for (int i = 0; i < CLUSTERS; i++) {
            clusters[i] = ClusterId.parse("emr://eu-west-1/j-" + i);
        }
        try (Drover drover = Drover.builder()
                .factories(List.of(new EmrProviderFactory(), memory.factory()))
                .configure("emr://", options)
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
            for (int i = 0; i < STEPS; i++) {
                ends.add(pool.submit(JOB, RequestKey.of("step", String.valueOf(i)))
                        .completion()
                        .toCompletableFuture());
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
            if (!clock.await(all, PATIENCE)) {
                throw new IllegalStateException("not all steps have ended");
            }
            all.join();
        }
    }

    private static List<Call> pollers(List<Step> steps) {
        List<Call> calls = new ArrayList<>();
        for (Step step : steps) {
            Instant at = step.created();
            do {
                at = at.plus(INTERVAL);
                calls.add(new Call("DescribeStep", at));
            } while (at.isBefore(step.ends()));
        }
        return calls;
    }

    /** How many would be throttled, if each bucket were full at first. */
    private static int beyondBudget(List<Call> calls) {
        Map<String, RateBudget> budgets = new HashMap<>();
        new EmrProviderFactory().budgets("emr").forEach(budget -> budgets.put(budget.api(), budget));
        budgets.put("DescribeStep", new RateBudget("DescribeStep", 10, 0.5));
        Map<String, Double> tokens = new HashMap<>();
        Map<String, Instant> filled = new HashMap<>();
        int beyond = 0;
        for (Call call : calls.stream().sorted(Comparator.comparing(Call::at)).toList()) {
            boolean allowed = true;
            for (String bucket : List.of(call.api(), RateBudget.ALL)) {
                RateBudget budget = budgets.get(bucket);
                if (budget == null) {
                    continue;
                }
                Instant before = filled.getOrDefault(bucket, call.at());
                double more = Duration.between(before, call.at()).toNanos() / 1e9 * budget.perSecond();
                double left = Math.min(budget.burst(), tokens.getOrDefault(bucket, (double) budget.burst()) + more);
                allowed &= left > 0.99;
                filled.put(bucket, call.at());
                tokens.put(bucket, Math.max(0, left - 1));
            }
            beyond += allowed ? 0 : 1;
        }
        return beyond;
    }
}
