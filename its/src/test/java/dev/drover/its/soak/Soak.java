package dev.drover.its.soak;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.JobHandle;
import dev.drover.LedgerEntry;
import dev.drover.its.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Lets clients submit work by key to a pool of two real Spark clusters while {@link Chaos} rages, gives them time to end
 * in peace, and checks the {@link Books}. Exits with 0 only if nothing was doubled, lost or left.
 *
 * <p>Arguments: folder, minutes, seed, and the folder of a small disk if there is one. {@code SPARK_HOME} says where
 * Spark is.
 */
public final class Soak {
    private static final int CLUSTERS = 2;
    private static final int WORKERS = 2;
    private static final List<String> CLIENTS = List.of("client-1", "client-2");
    private static final String PIECES_AT_A_TIME = "4";
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration PEACE = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LAST_BREATH = Duration.ofSeconds(20);

    private final Path folder;
    private final double minutes;
    private final long seed;
    private final Optional<Path> smallDisk;
    private final Processes processes;
    private final List<SparkCluster> clusters = new ArrayList<>();
    private final List<Child> clients = new ArrayList<>();
    private final Setup setup;

    private Soak(Path folder, double minutes, long seed, Optional<Path> smallDisk) throws IOException {
        this.folder = folder;
        this.minutes = minutes;
        this.seed = seed;
        this.smallDisk = smallDisk;
        processes = new Processes(folder);
        Path disk = smallDisk.orElse(folder.resolve("disk"));
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Map<String, String> environment = Map.of(
                Processes.VARIABLE,
                folder.toString(),
                "SPARK_HOME",
                System.getenv("SPARK_HOME"),
                "SPARK_SCALA_VERSION",
                "2.13",
                "SPARK_LOCAL_IP",
                "127.0.0.1");
        for (int i = 1; i <= CLUSTERS; i++) {
            String name = "cluster-" + i;
            // The drivers of the last one share the small disk with the ledger.
            Path work = (i == CLUSTERS ? disk : folder.resolve("work")).resolve(name);
            clusters.add(new SparkCluster(folder.resolve(name), work, WORKERS, environment, temporary));
        }
        setup = new Setup(
                folder, disk, clusters.stream().map(SparkCluster::forClients).toList());
        for (String name : CLIENTS) {
            clients.add(new Child(client(name), environment, folder.resolve(name + ".log")));
        }
    }

    private List<String> client(String name) {
        List<String> command = new ArrayList<>(List.of(Jvm.java(), "-Xmx256m"));
        command.addAll(Jvm.LIGHT);
        command.add("-Djava.io.tmpdir=" + setup.temporary());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Client.class.getName()));
        command.addAll(List.of(folder.toString(), name, PIECES_AT_A_TIME));
        return command;
    }

    public static void main(String[] args) throws Exception {
        Optional<Path> disk = args.length > 3 ? Optional.of(Path.of(args[3]).toRealPath()) : Optional.empty();
        Soak soak = new Soak(Path.of(args[0]).toRealPath(), Double.parseDouble(args[1]), Long.parseLong(args[2]), disk);
        System.exit(soak.run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        Thread killer = new Thread(this::killAll);
        Runtime.getRuntime().addShutdownHook(killer);
        Files.createDirectories(setup.marks());
        AppJar.write(setup.jar());
        setup.write();
        Duration third = startAll().dividedBy(3);
        Duration pause = third.compareTo(LONGEST_PAUSE) < 0 ? third : LONGEST_PAUSE;
        System.out.println(Instant.now() + " a fault every " + pause.toMillis() + " ms");
        Chaos chaos = new Chaos(seed, pause, clusters, clients, processes, smallDisk.map(SmallDisk::new));
        Instant start = Instant.now();
        chaos.rage(start.plusMillis((long) (minutes * 60_000)));
        System.out.println(Instant.now() + " peace");
        Files.createFile(setup.stop());
        List<String> late = endClients();
        List<String> left = new ArrayList<>(leftDrivers());
        SortedMap<Integer, Account> accounts = accounts(chaos.strikes());
        for (SparkCluster cluster : clusters) {
            cluster.end();
        }
        processes.all().forEach(process -> left.add(Processes.commandLine(process)));
        Books books = new Books(accounts, left, leftFolders(), faults(chaos.strikes()));
        Report report = new Report(books, seed, minutes);
        report.print();
        report.write(folder.resolve("soak.json"));
        late.forEach(client -> System.out.println("  " + client + " did not end well: see its log"));
        return late.isEmpty() && books.findings().isEmpty() && !accounts.isEmpty();
    }

    /** How long the clusters took, which says how fast the machine is now: work needs time between two faults. */
    private Duration startAll() throws IOException, InterruptedException {
        Instant begin = Instant.now();
        for (SparkCluster cluster : clusters) {
            cluster.start();
        }
        for (SparkCluster cluster : clusters) {
            cluster.awaitReady(START);
        }
        Duration took = Duration.between(begin, Instant.now());
        for (Child client : clients) {
            client.start();
        }
        return took;
    }

    /** The names of those that do not end well. */
    private List<String> endClients() throws InterruptedException {
        Instant end = Instant.now().plus(PEACE);
        List<String> late = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            if (!clients.get(i).endsWell(Duration.between(Instant.now(), end))) {
                late.add(CLIENTS.get(i));
                clients.get(i).kill();
            }
        }
        return late;
    }

    /** Nobody waits for anything any more, so no driver should be alive. */
    private List<String> leftDrivers() throws InterruptedException {
        Instant end = Instant.now().plus(LAST_BREATH);
        List<ProcessHandle> alive = processes.ofDrivers();
        while (!alive.isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(200);
            alive = processes.ofDrivers();
        }
        List<String> lines = alive.stream().map(Processes::commandLine).toList();
        alive.forEach(ProcessHandle::destroyForcibly);
        return lines;
    }

    private SortedMap<Integer, Account> accounts(List<Strike> strikes) throws IOException, InterruptedException {
        Map<Integer, List<Diary.Told>> told = new TreeMap<>();
        SortedMap<Integer, Integer> askers = new TreeMap<>();
        for (String client : CLIENTS) {
            Diary diary = new Diary(setup, client);
            diary.asked().forEach(number -> askers.merge(number, 1, Integer::sum));
            diary.told()
                    .forEach(each -> told.computeIfAbsent(each.number(), number -> new ArrayList<>())
                            .add(each));
        }
        SortedMap<Integer, Account> accounts = new TreeMap<>();
        try (Drover drover = setup.drover()) {
            System.out.println(Instant.now() + " sweep: " + drover.ledger().sweep());
            for (Map.Entry<Integer, Integer> each : askers.entrySet()) {
                Work work = new Work(each.getKey());
                List<LedgerEntry> history = settled(drover, work);
                accounts.put(
                        each.getKey(),
                        new Account(
                                work.options(),
                                Run.of(setup, each.getKey()),
                                history,
                                each.getValue(),
                                told.getOrDefault(each.getKey(), List.of()),
                                strikes));
            }
        }
        return accounts;
    }

    /** An end that could not be written, because the disk was full, is written by the next who asks. */
    private List<LedgerEntry> settled(Drover drover, Work work) throws InterruptedException {
        try {
            Optional<JobHandle> job = drover.pool(setup.pool()).find(work.key());
            if (job.isPresent()) {
                job.get().await(PATIENCE);
            }
        } catch (DroverException e) {
            System.out.println(work + " cannot be settled: " + e.getMessage());
        }
        return drover.ledger().history(work.key());
    }

    private Map<String, Long> faults(List<Strike> strikes) {
        Map<String, Long> all = new LinkedHashMap<>();
        for (Fault fault : Fault.values()) {
            all.put(
                    fault.name(),
                    strikes.stream().filter(strike -> strike.fault() == fault).count());
        }
        all.put(
                "answers lost",
                clusters.stream()
                        .flatMap(cluster -> cluster.proxies().stream())
                        .mapToLong(FlakyProxy::lost)
                        .sum());
        return all;
    }

    /** Those of Spark itself stay when its process is killed, and nobody else knows of them. */
    private List<String> leftFolders() throws IOException {
        try (Stream<Path> children = Files.list(setup.temporary())) {
            return children.filter(Files::isDirectory)
                    .filter(child -> !child.getFileName().toString().startsWith("spark-"))
                    .map(Path::toString)
                    .toList();
        }
    }

    /** Should the soak itself be ended early. */
    private void killAll() {
        processes.all().forEach(ProcessHandle::destroyForcibly);
    }
}
