package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.routing.RoutingPolicies;
import dev.drover.routing.RoutingPolicy;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * 10,000 applications over 10 clusters of weights 1 to 4 on the test kit's platform, on a clock that nobody waits for: how far the
 * shares are from the weights; and how long submissions take while a cluster that takes its share is dead, ten a second.
 */
public final class PoolSharesBenchmark {
    private static final int APPLICATIONS = 10_000;
    private static final int CLUSTERS = 10;
    private static final JobSpec JOB =
            SparkJar.of(StorageUri.parse("mem://code/app.jar"), "com.acme.Etl").build();

    private PoolSharesBenchmark() {}

    public static void main(String[] args) throws IOException {
        Map<String, RoutingPolicy> policies = new LinkedHashMap<>();
        policies.put("rendezvous", RoutingPolicies.rendezvous());
        policies.put("smooth weighted", RoutingPolicies.smoothWeighted());
        Figures figures = new Figures();
        policies.forEach((name, policy) -> shares(figures, name, policy));
        policies.forEach((name, policy) -> failover(figures, name, policy));
        figures.report();
    }

    private static int weight(int cluster) {
        return 1 + cluster % 4;
    }

    /** A pool, its clusters, and what may break them. */
    private static final class Stage implements AutoCloseable {
        private final ManualClock clock = ManualClock.auto();
        private final FaultScript faults = new FaultScript(clock.steady());
        private final List<ClusterId> clusters = new ArrayList<>();
        private final Drover drover;
        private final ClusterPool pool;

        Stage(RoutingPolicy policy) {
            MemPlatform platform = MemPlatform.builder(clock)
                    .time(clock.steady())
                    .faults(faults)
                    .build();
            platform.onJob(job -> true, JobScript.succeed(Duration.ofMinutes(5)));
            PoolSpec.Builder spec = PoolSpec.builder().policy(policy);
            for (int i = 0; i < CLUSTERS; i++) {
                // Each has an API server of its own.
                ClusterId cluster = platform.cluster("mem://region-" + i + "/etl");
                clusters.add(cluster);
                spec.member(PoolMember.builder(cluster).weight(weight(i)).build());
            }
            drover = Drover.builder()
                    .factories(List.of(platform.factory()))
                    .clock(clock)
                    .ledger("mem://ledger/keys/")
                    .build();
            pool = drover.pool(spec.build());
        }

        @Override
        public void close() {
            drover.close();
        }
    }

    private static void shares(Figures figures, String name, RoutingPolicy policy) {
        try (Stage stage = new Stage(policy)) {
            Map<ClusterId, Integer> taken = new HashMap<>();
            for (int i = 0; i < APPLICATIONS; i++) {
                taken.merge(
                        stage.pool
                                .submit(JOB, RequestKey.of("app", String.valueOf(i)))
                                .id()
                                .cluster(),
                        1,
                        Integer::sum);
            }
            int all = 0;
            for (int i = 0; i < CLUSTERS; i++) {
                all += weight(i);
            }
            double worst = 0;
            double sum = 0;
            for (int i = 0; i < CLUSTERS; i++) {
                double wanted = (double) APPLICATIONS * weight(i) / all;
                double error = Math.abs(taken.getOrDefault(stage.clusters.get(i), 0) - wanted) / wanted;
                worst = Math.max(worst, error);
                sum += error;
            }
            String what = String.format(Locale.ROOT, "%,d applications: error of a share", APPLICATIONS);
            figures.less(what, "% in the mean").ours(name, 100 * sum / CLUSTERS);
            figures.less(what, "% at worst").ours(name, 100 * worst);
        }
    }

    /** From the start and for two minutes, one of the heaviest clusters cannot be reached. */
    private static void failover(Figures figures, String name, RoutingPolicy policy) {
        try (Stage stage = new Stage(policy)) {
            Duration dead = Duration.ofMinutes(2);
            Duration longest = Duration.ZERO;
            int slow = 0;
            Instant died = stage.clock.instant();
            Instant lastSlow = died;
            int submissions = 0;
            stage.faults.down("mem://region-3", dead);
            while (stage.clock.instant().isBefore(died.plus(dead))) {
                Instant asked = stage.clock.instant();
                stage.pool.submit(JOB, RequestKey.of("app", String.valueOf(submissions++)));
                Duration took = Duration.between(asked, stage.clock.instant());
                longest = took.compareTo(longest) > 0 ? took : longest;
                if (took.compareTo(Duration.ofMillis(50)) > 0) {
                    slow++;
                    lastSlow = stage.clock.instant();
                }
                stage.clock.advance(Duration.ofMillis(100));
            }
            String what = dead.toMinutes() + " minutes without one cluster";
            figures.less(what, "submissions").note(name, submissions);
            figures.less(what, "above 50 ms").ours(name, slow);
            figures.less(what, "s, the longest").ours(name, longest.toMillis() / 1e3);
            figures.less(what, "s until the last above 50 ms")
                    .ours(name, Duration.between(died, lastSlow).toMillis() / 1e3);
        }
    }
}
