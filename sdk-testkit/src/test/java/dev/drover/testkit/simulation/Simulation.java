package dev.drover.testkit.simulation;

import dev.drover.BreakerStatus;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.DroverListener;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.Ledger.Surplus;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.SubmitOptions;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.spi.Safety;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.MemCall;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.simulation.Chaos.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;

/**
 * One seed: several processes submit a few keys to a pool while calls fail and processes die and come back; then all goes
 * well again, one more client asks for every key and sweeps, and the promises are checked against what the platform saw.
 */
final class Simulation {
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration SKEW = Duration.ofSeconds(4);
    private static final String PAID = "mem://paid";
    private static final String LEDGER = "mem://ledger/keys";

    private final long seed;
    private final Random random;
    private final Scheduler scheduler;
    private final Timing timing;
    private final Safety safety;
    private final Chaos chaos;
    private final MemPlatform platform;
    private final PoolSpec pool;
    private final List<RequestKey> keys = new ArrayList<>();
    private final Map<String, Client> clients = new HashMap<>();
    private final Map<String, Drover> drovers = new HashMap<>();
    private final Promises promises;
    private Optional<String> firstTarget = Optional.empty();
    private int restarts;
    private int opened;

    private Simulation(long seed, ExecutorService threads) {
        this.seed = seed;
        random = new Random(seed);
        scheduler = new Scheduler(ManualClock.START, new Random(random.nextLong()), threads);
        timing = new Timing(SETTLE, random.nextBoolean() ? SETTLE : SETTLE.multipliedBy(20));
        chaos = new Chaos(new Random(random.nextLong()), timing, scheduler::now, this::crash);
        safety = random.nextInt(4) == 0 ? Safety.KEYED : Safety.UNSAFE;
        promises = new Promises(timing, safety);
        Client world = new Client("platform", scheduler, Duration.ZERO);
        platform = MemPlatform.builder(world.clock())
                .settle(SETTLE)
                .submits(safety)
                .faults(chaos)
                .hook(this::beforeCall)
                .build();
        platform.onJob(job -> true, job -> script());
        PoolSpec.Builder spec = PoolSpec.builder();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            ClusterId cluster = platform.cluster("mem://region" + i + "/c");
            spec.member(PoolMember.builder(cluster).weight(i == 0 ? 3 : 1).build());
        }
        pool = spec.build();
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            keys.add(RequestKey.of("seed", String.valueOf(seed), String.valueOf(i)));
        }
    }

    /**
     * What came of a seed.
     *
     * @param surplus runs beside those that count which were found and reported
     * @param residue those that no client can know of
     * @param opened how often a breaker opened
     * @param clusters how many the pool had
     * @param firstTarget where the first key went, if nothing could fail
     */
    record Result(
            long seed,
            List<String> broken,
            int runs,
            int surplus,
            int residue,
            int crashes,
            int opened,
            int clusters,
            Optional<String> firstTarget) {}

    static Result run(long seed, ExecutorService threads) {
        Simulation simulation = new Simulation(seed, threads);
        simulation.trouble();
        simulation.calm();
        return new Result(
                seed,
                simulation.promises.broken(seed),
                simulation.platform.runs().size(),
                simulation.promises.surplus(),
                simulation.promises.residue(),
                simulation.restarts,
                simulation.opened,
                simulation.pool.members().size(),
                simulation.firstTarget);
    }

    private void pass(Duration time) {
        try {
            scheduler.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private JobScript script() {
        Duration length = Duration.ofSeconds(20 + random.nextInt(100));
        return switch (random.nextInt(8)) {
            case 0, 1 -> JobScript.fail(length, 1, "Exception in thread \"main\" java.lang.IllegalStateException: no");
            case 2 -> JobScript.loseCapacity(length);
            default -> JobScript.succeed(length);
        };
    }

    // The time of trouble

    private void trouble() {
        int processes = 1 + random.nextInt(4);
        for (int i = 0; i < processes; i++) {
            launch("p" + i, random.nextInt(4) == 0 ? 1 + random.nextInt(90) : 0);
        }
        scheduler.run().forEach(promises::broken);
    }

    private void launch(String name, int delaySeconds) {
        Client client = new Client(name, scheduler, Duration.ofMillis(random.nextInt((int) SKEW.toMillis())));
        clients.put(name, client);
        scheduler.spawn(client, () -> {
            try {
                pass(Duration.ofSeconds(delaySeconds));
                work(client);
            } catch (Crash e) {
                restarts++;
                launch(name + "'", random.nextInt(120));
                throw e;
            }
        });
    }

    private void beforeCall(MemCall call) {
        String endpoint = call.request().endpoint();
        Optional.ofNullable(drovers.get(call.client()))
                .flatMap(drover -> drover.breakers().of(endpoint))
                .filter(breaker -> breaker.state() == BreakerStatus.State.OPEN)
                .ifPresent(breaker -> promises.broken("a call passed the open breaker of " + endpoint));
        pass(Duration.ofMillis(random.nextInt(40)));
    }

    private Crash crash(String name) {
        clients.get(name).crash();
        return new Crash();
    }

    private void work(Client client) {
        try (Drover drover = drover(client)) {
            if (random.nextInt(3) == 0) {
                createCluster(drover);
            }
            ClusterPool clusters = drover.pool(pool);
            for (RequestKey key : keys) {
                if (random.nextInt(3) > 0) {
                    submitAndWait(clusters, key);
                }
            }
        }
    }

    private Drover drover(Client client) {
        Drover drover = Drover.builder()
                .factories(List.of(platform.factory(client.toString())))
                .clock(client.clock())
                .random(new Random(random.nextLong()))
                .executor(client.executor())
                .ledger(LEDGER)
                .clockSkew(SKEW)
                .listener(new DroverListener() {
                    @Override
                    public void surplusFound(Surplus surplus) {
                        promises.reported(surplus.surplus());
                    }

                    @Override
                    public void breakerChanged(BreakerChanged change) {
                        opened += change.now().state() == BreakerStatus.State.OPEN ? 1 : 0;
                    }
                })
                .build();
        drovers.put(client.toString(), drover);
        return drover;
    }

    private void createCluster(Drover drover) {
        try {
            drover.clusters(PAID).create(ClusterSpec.builder().build(), RequestKey.of("cluster", String.valueOf(seed)));
        } catch (DroverException e) {
            pass(Duration.ofSeconds(random.nextInt(30)));
        }
    }

    /** Ends all that would have to be paid for. */
    private void reap(Drover drover) {
        List<ClusterStatus> living = drover.clusters(PAID).list();
        if (promises.keepsSettleTime() && living.size() > 1) {
            promises.broken("one key made " + living.size() + " clusters");
        }
        living.forEach(cluster -> drover.cluster(cluster.id()).terminate());
        if (!platform.livingClusters().isEmpty()) {
            promises.broken("left to be paid for: " + platform.livingClusters());
        }
    }

    private static JobSpec job() {
        return SparkJar.of(StorageUri.parse("mem://code/app.jar"), "com.acme.Etl")
                .build();
    }

    private void submitAndWait(ClusterPool clusters, RequestKey key) {
        SubmitOptions options = random.nextBoolean()
                ? SubmitOptions.DEFAULT
                : SubmitOptions.rerunUnlessSucceeded(1 + random.nextInt(3));
        for (int tries = 0; tries < 4; tries++) {
            try {
                JobHandle handle = clusters.submit(job(), key, options);
                if (random.nextBoolean()) {
                    handle.await(Duration.ofMinutes(random.nextInt(5)));
                }
                return;
            } catch (DroverException e) {
                pass(Duration.ofSeconds(random.nextInt(30)));
            } catch (InterruptedException e) {
                promises.broken("an interrupt that nobody sent");
                return;
            }
        }
    }

    // All goes well again

    private void calm() {
        chaos.calmDown();
        Client healer = new Client("healer", scheduler, Duration.ZERO);
        scheduler.spawn(healer, () -> {
            // What is late arrives, and leases end.
            pass(Duration.ofMinutes(15));
            try (Drover drover = drover(healer)) {
                ClusterPool clusters = drover.pool(pool);
                for (RequestKey key : keys) {
                    clusters.submit(job(), key).await(Duration.ofHours(1));
                }
                drover.ledger().sweep().surplus().forEach(surplus -> promises.reported(surplus.surplus()));
                for (RequestKey key : keys) {
                    promises.checkKey(key, drover.ledger().history(key), platform);
                }
                if (chaos.isCalm()) {
                    firstTarget = Optional.of(
                            drover.ledger().history(keys.get(0)).get(0).target());
                }
                reap(drover);
            } catch (InterruptedException e) {
                promises.broken("an interrupt that nobody sent");
            }
        });
        scheduler.run().forEach(promises::broken);
    }
}
