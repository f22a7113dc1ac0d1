package dev.drover.testkit.simulation;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.DroverListener;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.Ledger.Surplus;
import dev.drover.LedgerEntry;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.SubmitOptions;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.spi.Safety;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.mem.MemRun;
import dev.drover.testkit.simulation.Chaos.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/**
 * One seed: several processes submit a few keys to a pool while calls fail and processes die and come back; then all goes
 * well again, one more client asks for every key and sweeps, and the promises are checked against what the platform saw.
 */
final class Simulation {
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final Duration SKEW = Duration.ofSeconds(4);
    private static final String LEDGER = "mem://ledger/keys";

    private final long seed;
    private final Random random;
    private final Scheduler scheduler;
    private final Timing timing;
    private final Chaos chaos;
    private final MemPlatform platform;
    private final PoolSpec pool;
    private final List<RequestKey> keys = new ArrayList<>();
    private final Map<String, Client> clients = new HashMap<>();
    private final Set<String> reported = new HashSet<>();
    private final List<String> broken = new ArrayList<>();
    private int restarts;

    private Simulation(long seed, ExecutorService threads) {
        this.seed = seed;
        random = new Random(seed);
        scheduler = new Scheduler(ManualClock.START, new Random(random.nextLong()), threads);
        timing = new Timing(SETTLE, random.nextBoolean() ? SETTLE : SETTLE.multipliedBy(20));
        chaos = new Chaos(new Random(random.nextLong()), timing, this::crash);
        Client world = new Client("platform", scheduler, Duration.ZERO);
        platform = MemPlatform.builder(world.clock())
                .settle(SETTLE)
                .submits(random.nextInt(4) == 0 ? Safety.KEYED : Safety.UNSAFE)
                .faults(chaos)
                .hook(call -> pass(Duration.ofMillis(random.nextInt(40))))
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

    /** What came of a seed. */
    record Result(long seed, List<String> broken, int runs, int surplus, int crashes) {}

    static Result run(long seed, ExecutorService threads) {
        Simulation simulation = new Simulation(seed, threads);
        simulation.trouble();
        simulation.calm();
        simulation.check();
        return new Result(
                seed,
                simulation.broken,
                simulation.platform.runs().size(),
                simulation.reported.size(),
                simulation.restarts);
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
        broken.addAll(scheduler.run());
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

    private Crash crash(String name) {
        clients.get(name).crash();
        return new Crash();
    }

    private void work(Client client) {
        try (Drover drover = drover(client)) {
            ClusterPool clusters = drover.pool(pool);
            for (RequestKey key : keys) {
                if (random.nextInt(3) > 0) {
                    submitAndWait(clusters, key);
                }
            }
        }
    }

    private Drover drover(Client client) {
        return Drover.builder()
                .factories(List.of(platform.factory(client.toString())))
                .clock(client.clock())
                .random(new Random(random.nextLong()))
                .executor(client.executor())
                .ledger(LEDGER)
                .clockSkew(SKEW)
                .listener(new DroverListener() {
                    @Override
                    public void surplusFound(Surplus surplus) {
                        reported.add(surplus.surplus());
                    }
                })
                .build();
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
                broken.add("an interrupt that nobody sent");
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
                drover.ledger().sweep().surplus().forEach(surplus -> reported.add(surplus.surplus()));
                keys.forEach(key -> checkKey(key, drover.ledger().history(key)));
            } catch (InterruptedException e) {
                broken.add("an interrupt that nobody sent");
            }
        });
        broken.addAll(scheduler.run());
    }

    // What must hold

    private void checkKey(RequestKey key, List<LedgerEntry> history) {
        Map<Integer, String> counts = new HashMap<>();
        for (LedgerEntry entry : history) {
            Optional<String> before =
                    Optional.ofNullable(counts.get(entry.attempt().number()));
            if (before.isPresent() && entry.id().isPresent() && !before.equals(entry.id())) {
                broken.add("attempt " + entry.attempt() + " counts " + before.get() + " and then " + entry.id());
            }
            entry.id().ifPresent(id -> counts.put(entry.attempt().number(), id));
        }
        Map<Integer, List<MemRun>> accepted = platform.runs().stream()
                .filter(run -> run.attempt().key().equals(key))
                .filter(run -> !forgottenBeforeItCounted(run, counts.values()))
                .collect(Collectors.groupingBy(run -> run.attempt().number()));
        if (accepted.isEmpty()) {
            broken.add("nothing was ever accepted for " + key);
        }
        accepted.forEach((number, runs) -> checkAttempt(
                new Attempt(Attempt.Kind.JOB, key, number), runs, Optional.ofNullable(counts.get(number))));
        counts.forEach((number, id) -> {
            if (accepted.getOrDefault(number, List.of()).stream()
                    .noneMatch(run -> run.id().toString().equals(id))) {
                broken.add("attempt " + number + " of " + key + " counts " + id + ", which was never accepted");
            }
        });
    }

    /** The residue that nobody can close: its platform forgot it before anybody who knew it could say so. */
    private static boolean forgottenBeforeItCounted(MemRun run, Collection<String> counts) {
        return run.end().equals(Optional.of(JobState.LOST))
                && !counts.contains(run.id().toString());
    }

    private void checkAttempt(Attempt attempt, List<MemRun> runs, Optional<String> counts) {
        if (counts.isEmpty()) {
            broken.add(attempt + " was accepted as " + runs.get(0).id() + ", which is on no record");
        }
        if (timing.keepsSettleTime() && runs.size() > 1) {
            broken.add(attempt + " was accepted " + runs.size() + " times");
        }
        long ends = runs.stream().filter(MemRun::reachedTheEnd).count();
        if (timing.keepsSettleTime() && ends > 1) {
            broken.add(attempt + " reached the end " + ends + " times");
        }
        for (MemRun run : runs) {
            boolean kept = counts.equals(Optional.of(run.id().toString()));
            if (kept && run.cancelledBy().isPresent()) {
                broken.add("the run that counts for " + attempt + " was cancelled by "
                        + run.cancelledBy().get());
            }
            if (!kept && !reported.contains(run.id().toString())) {
                broken.add(run.id() + " is surplus for " + attempt + " and was not reported");
            }
        }
    }

    private void check() {
        broken.replaceAll(problem -> "seed " + seed + ": " + problem);
    }
}
