package dev.drover.benchmarks;

import dev.drover.ClusterHandle;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.standalone.local.LocalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long it takes until a Spark master knows two workers, measured turn by turn, so that a busy machine slows all:
 * Drover's local cluster, with and without an archive of classes; the same three JVMs started at once by hand with the
 * same options and no security; the same with Spark's default options; and one after the other, as Spark's own
 * {@code start-all.sh} does.
 *
 * <p>Arguments: number of rounds (7), version of Spark (4.2.0). The first round is not counted. Downloads Spark once.
 */
public final class LocalClusterStartBenchmark {
    private static final String HERE = "local://localhost";
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String TWO_ALIVE = "\"aliveworkers\"\\s*:\\s*2\\b";
    private static final List<String> FAST = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final LocalOptions options;
    private final LocalOptions withoutArchive;
    private final SparkByHand spark;
    private final Map<Way, List<Long>> millis = new EnumMap<>(Way.class);

    private enum Way {
        DROVER,
        DROVER_WITHOUT_ARCHIVE,
        AT_ONCE_SAME_OPTIONS,
        AT_ONCE_DEFAULTS,
        MASTER_FIRST_DEFAULTS
    }

    private LocalClusterStartBenchmark(SparkByHand spark) {
        this.spark = spark;
        this.options = spark.options().build();
        this.withoutArchive = spark.options().archiveClasses(false).build();
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        String version = args.length > 1 ? args[1] : "4.2.0";
        new LocalClusterStartBenchmark(SparkByHand.downloaded(version)).run(rounds);
    }

    private void run(int rounds) throws Exception {
        System.out.println("archive: " + spark.archives());
        for (int round = 0; round <= rounds; round++) {
            for (Way way : Way.values()) {
                long took = switch (way) {
                    case DROVER -> withDrover(options);
                    case DROVER_WITHOUT_ARCHIVE -> withDrover(withoutArchive);
                    default -> byHand(way);
                };
                System.out.printf("%-22s %6d ms%s%n", way, took, round == 0 ? " (not counted)" : "");
                if (round > 0) {
                    millis.computeIfAbsent(way, w -> new ArrayList<>()).add(took);
                }
            }
        }
        Figures figures = new Figures();
        figures.less("a master and two workers ready", "s")
                .ours("Drover", seconds(Way.DROVER))
                .peer("by hand at once, same flags, no security", seconds(Way.AT_ONCE_SAME_OPTIONS), 1 / 1.1)
                .peer("by hand at once, Spark's default flags", seconds(Way.AT_ONCE_DEFAULTS), 2)
                .peer("master first, default flags, as start-all.sh", seconds(Way.MASTER_FIRST_DEFAULTS))
                .note("Drover without its archive of classes", seconds(Way.DROVER_WITHOUT_ARCHIVE));
        figures.report();
    }

    private static long withDrover(LocalOptions options) throws Exception {
        try (Drover drover = drover(options)) {
            long start = System.nanoTime();
            ClusterHandle cluster = make(drover);
            long took = since(start);
            cluster.terminate();
            return took;
        }
    }

    private static Drover drover(LocalOptions options) {
        return Drover.builder().configure(HERE, options).build();
    }

    private static ClusterHandle make(Drover drover) throws Exception {
        ClusterHandle cluster = drover.clusters(HERE)
                .create(ClusterSpec.builder().workers(2, Resources.of(1, 1024)).build(), RequestKey.random());
        cluster.awaitReady(LONGEST);
        return cluster;
    }

    private long byHand(Way way) throws Exception {
        Path work = Files.createTempDirectory("drover-benchmark-hand");
        int port = SparkByHand.freePort();
        int ui = SparkByHand.freePort();
        List<Process> processes = new ArrayList<>();
        long start = System.nanoTime();
        try {
            processes.add(start(
                    way, work, "master.Master", "--host", "127.0.0.1", "--port", "" + port, "--webui-port", "" + ui));
            if (way == Way.MASTER_FIRST_DEFAULTS) {
                SparkByHand.awaitPage(ui, "\"status\"\\s*:\\s*\"ALIVE\"");
            }
            for (int i = 0; i < 2; i++) {
                processes.add(start(
                        way,
                        work,
                        "worker.Worker",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        "1g",
                        "--work-dir",
                        work.resolve("w" + i).toString(),
                        "spark://127.0.0.1:" + port));
            }
            SparkByHand.awaitPage(ui, TWO_ALIVE);
            return since(start);
        } finally {
            processes.forEach(Process::destroy);
            for (Process process : processes) {
                process.waitFor();
            }
        }
    }

    private Process start(Way way, Path work, String daemon, String... args) throws IOException {
        List<String> jvmOptions = new ArrayList<>();
        if (way == Way.AT_ONCE_SAME_OPTIONS) {
            jvmOptions.addAll(FAST);
            spark.archives().forEach(archive -> jvmOptions.add("-XX:SharedArchiveFile=" + archive));
        }
        return spark.start(work, jvmOptions, daemon, args);
    }

    private static long since(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private Sample seconds(Way way) {
        return Sample.of(millis.getOrDefault(way, List.of())).in(1e3);
    }
}
