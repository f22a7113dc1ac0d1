package dev.drover.samples.scheduling;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.DynamicAllocation;
import dev.drover.EphemeralCluster;
import dev.drover.JobHandle;
import dev.drover.JobLogs;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SchedulerMode;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.bundle.PackageBundle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The same mixed load under Spark's FIFO scheduler, under its fair one, and under the fair one with executors that come and
 * go with the load: how long short jobs take beside a long one, and what that costs. Prints a table and writes a chart.
 *
 * <p>Arguments: the file for the chart, SVG; and a factor for the times of the load, by default 1.
 */
public final class SchedulingExperiment {
    private static final int EXECUTORS = 4;
    private static final Resources EXECUTOR = Resources.of(1, 512);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private SchedulingExperiment() {}

    public static void main(String[] args) throws Exception {
        if (args.length < 1 || args.length > 2) {
            System.err.println("Usage: samples/run SchedulingExperiment CHART.svg [FACTOR]");
            System.exit(2);
        }
        List<Observed> all = observe(args.length == 2 ? args[1] : "1");
        System.out.println();
        ResultTable.lines(all).forEach(System.out::println);
        Path chart = Path.of(args[0]).toAbsolutePath();
        Files.writeString(chart, new Chart(all).svg());
        System.out.println();
        System.out.println("The chart is in " + chart);
    }

    /** What is compared. */
    private static Map<String, UnaryOperator<SparkJar.Builder>> settings() {
        Map<String, UnaryOperator<SparkJar.Builder>> settings = new LinkedHashMap<>();
        settings.put("FIFO", job -> job.executors(EXECUTORS).scheduler(SchedulerMode.FIFO));
        settings.put("FAIR", job -> job.executors(EXECUTORS).scheduler(SchedulerMode.FAIR));
        settings.put(
                "FAIR, dynamic",
                job -> job.dynamicAllocation(new DynamicAllocation(1, EXECUTORS, Duration.ofSeconds(2)))
                        .scheduler(SchedulerMode.FAIR));
        return settings;
    }

    private static List<Observed> observe(String factor) throws Exception {
        Path work = Files.createTempDirectory("drover-scheduling");
        ClusterSpec twoWorkers = ClusterSpec.builder()
                .workers(2, Resources.of(EXECUTORS / 2 + 1, 2048))
                .build();
        RequestKey key = RequestKey.random();
        List<Observed> all = new ArrayList<>();
        System.out.println("Starting a cluster of two workers");
        try (Drover drover = Drover.builder().build();
                EphemeralCluster cluster = drover.ephemeralCluster("local://localhost", twoWorkers, key, PATIENCE)) {
            StorageUri application = drover.upload(
                            PackageBundle.builder()
                                    .add("scheduling.jar", itself())
                                    .build(),
                            StorageUri.of(work))
                    .uri("scheduling.jar");
            for (Map.Entry<String, UnaryOperator<SparkJar.Builder>> setting :
                    settings().entrySet()) {
                System.out.println("Running the load: " + setting.getKey());
                SparkJar.Builder job = SparkJar.of(application, MixedLoad.class.getName())
                        .name(setting.getKey())
                        .args(factor)
                        .driver(EXECUTOR)
                        .executor(EXECUTOR);
                JobHandle run = cluster.submit(setting.getValue().apply(job).build(), key.child(setting.getKey()));
                run.awaitSuccess(PATIENCE);
                all.add(Observed.of(setting.getKey(), output(run)));
            }
        } finally {
            remove(work);
        }
        return all;
    }

    private static List<String> output(JobHandle run) {
        StringBuilder text = new StringBuilder();
        JobLogs.Page page;
        long offset = 0;
        do {
            page = run.logs().read(JobLogs.Source.STDOUT, offset, JobLogs.MAX_PAGE);
            text.append(page.text());
            offset = page.nextOffset();
        } while (page.more() == JobLogs.More.NOW);
        return text.toString().lines().toList();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The jar of this class holds the application too. */
    private static Path itself() throws Exception {
        URI here = SchedulingExperiment.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        return Path.of(here);
    }
}
