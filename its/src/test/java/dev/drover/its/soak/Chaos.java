package dev.drover.its.soak;

import dev.drover.its.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Lets one thing after the other go wrong, and puts each right after a while; several may be wrong at a time. What, where,
 * and for how long follows from the seed; on what it falls follows from how fast the machine is. Not for use by several
 * threads.
 */
final class Chaos {
    private static final int LONGEST_FAULT_MILLIS = 8_000;

    private final Random random;
    private final Duration pause;
    private final List<SparkCluster> clusters;
    private final List<Child> clients;
    private final Processes processes;
    private final Optional<SmallDisk> disk;
    private final List<Fault> kinds;
    private final List<Strike> strikes = new ArrayList<>();
    private final Deque<Repair> repairs = new ArrayDeque<>();

    /** What puts a fault right. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    private record Repair(Instant due, Action action) {}

    /**
     * Chaos that has not begun.
     *
     * @param pause between two faults, on average
     * @param disk empty to fill none
     */
    Chaos(
            long seed,
            Duration pause,
            List<SparkCluster> clusters,
            List<Child> clients,
            Processes processes,
            Optional<SmallDisk> disk) {
        random = new Random(seed);
        this.pause = pause;
        this.clusters = clusters;
        this.clients = clients;
        this.processes = processes;
        this.disk = disk;
        Set<Fault> all = EnumSet.allOf(Fault.class);
        if (disk.isEmpty()) {
            all.remove(Fault.FILL_DISK);
        }
        kinds = List.copyOf(all);
    }

    /** Goes on until a moment, then puts everything right. */
    void rage(Instant end) throws IOException, InterruptedException {
        Instant next = Instant.now();
        while (Instant.now().isBefore(end)) {
            repair(Instant.now());
            if (!Instant.now().isBefore(next)) {
                strike(kinds.get(random.nextInt(kinds.size())));
                next = Instant.now().plusMillis((long) (random.nextDouble() * 2 * pause.toMillis()));
            }
            Thread.sleep(50);
        }
        repair(Instant.MAX);
    }

    List<Strike> strikes() {
        return List.copyOf(strikes);
    }

    private void repair(Instant now) throws IOException, InterruptedException {
        for (Repair repair : List.copyOf(repairs)) {
            if (!repair.due().isAfter(now)) {
                repairs.remove(repair);
                repair.action().run();
            }
        }
    }

    private void strike(Fault fault) throws IOException, InterruptedException {
        SparkCluster cluster = any(clusters);
        long millis = 300L + random.nextInt(LONGEST_FAULT_MILLIS);
        switch (fault) {
            case KILL_MASTER -> kill(fault, cluster.folder(), cluster.master(), millis);
            case KILL_WORKER -> {
                Map.Entry<Path, Child> worker =
                        any(List.copyOf(cluster.workers().entrySet()));
                kill(fault, worker.getKey(), worker.getValue(), millis);
            }
            case KILL_CLIENT -> {
                int client = random.nextInt(clients.size());
                kill(fault, Path.of("client-" + (client + 1)), clients.get(client), millis / 2);
            }
            case KILL_DRIVER -> killDriver(cluster);
            case LOSE_ANSWERS -> {
                any(cluster.proxies()).lose(1 + random.nextInt(3));
                note(fault, cluster.folder());
            }
            case SLOW_ANSWERS -> {
                FlakyProxy proxy = any(cluster.proxies());
                note(fault, cluster.folder());
                proxy.delay(random.nextInt(6_000));
                later(millis, () -> proxy.delay(0));
            }
            case FILL_DISK -> {
                note(fault, Path.of("disk"));
                disk.orElseThrow().fill();
                later(millis, disk.orElseThrow()::free);
            }
        }
    }

    /** What is down already stays down as long as it was to. */
    private void kill(Fault fault, Path what, Child child, long millis) throws InterruptedException {
        if (child.alive()) {
            note(fault, what);
            child.kill();
            later(millis, child::start);
        }
    }

    private void killDriver(SparkCluster cluster) {
        List<ProcessHandle> running = processes.ofDrivers().stream()
                .filter(process -> Processes.driver(process)
                        .filter(folder -> cluster.workers().containsKey(folder.getParent()))
                        .isPresent())
                .toList();
        if (!running.isEmpty()) {
            ProcessHandle victim = any(running);
            Processes.driver(victim).ifPresent(folder -> {
                note(Fault.KILL_DRIVER, folder);
                victim.destroyForcibly();
            });
        }
    }

    private void note(Fault fault, Path on) {
        Strike strike = new Strike(Instant.now(), fault, on);
        strikes.add(strike);
        System.out.println(strike.at() + " " + fault + " " + on);
    }

    private void later(long millis, Action action) {
        repairs.add(new Repair(Instant.now().plus(Duration.ofMillis(millis)), action));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
