package dev.drover.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What JVMs with one job each, as Airflow runs them, ask of one cluster, with and without a shared status: calls that a Spark master
 * on this machine counts. Each JVM starts, submits, waits for its job's end, and ends. They run in waves, since a machine does not
 * hold hundreds of them at once.
 *
 * <p>Arguments: tasks (200), how many in a wave (40), seconds that a job takes (60).
 */
public final class AirflowTasksBenchmark {
    private final int tasks;
    private final int wave;
    private final Duration job;

    private AirflowTasksBenchmark(int tasks, int wave, Duration job) {
        this.tasks = tasks;
        this.wave = wave;
        this.job = job;
    }

    public static void main(String[] args) throws Exception {
        AirflowTasksBenchmark benchmark = new AirflowTasksBenchmark(
                number(args, 0, 200), number(args, 1, 40), Duration.ofSeconds(number(args, 2, 60)));
        Seen shared = benchmark.run(true);
        Seen alone = benchmark.run(false);
        benchmark.report(shared, alone);
    }

    /** What came of all tasks, and what the master counted. */
    private record Seen(int done, double seconds, Map<String, Long> calls) {
        private long of(String call) {
            return calls.getOrDefault(call, 0L);
        }
    }

    private void report(Seen shared, Seen alone) throws IOException {
        String what =
                String.format(Locale.ROOT, "%d JVMs with a job of %d s each, %d at once", tasks, job.toSeconds(), wave);
        String ours = "Drover, with a shared status";
        String peer = "Drover, each for itself";
        Figures figures = new Figures();
        figures.less(what, "looks").ours(ours, shared.of("look")).peer(peer, alone.of("look"));
        figures.less(what, "submissions").note(ours, shared.of("submit")).note(peer, alone.of("submit"));
        figures.less(what, "s until all ended").ours(ours, shared.seconds).peer(peer, alone.seconds);
        figures.less(what, "tasks that failed")
                .ours(ours, tasks - shared.done)
                .limit(0)
                .note(peer, tasks - alone.done);
        figures.report();
    }

    private static int number(String[] args, int at, int otherwise) {
        return args.length > at ? Integer.parseInt(args[at]) : otherwise;
    }

    private Seen run(boolean shared) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("drover-airflow");
        long start = System.nanoTime();
        int done = 0;
        Map<String, Long> calls;
        try (CountedMaster master = new CountedMaster(job)) {
            for (int first = 0; first < tasks; first += wave) {
                done += wave(master, folder, first, shared);
            }
            calls = master.calls();
        }
        Seen seen = new Seen(done, (System.nanoTime() - start) / 1e9, calls);
        TransferFiles.remove(folder);
        return seen;
    }

    private int wave(CountedMaster master, Path folder, int first, boolean shared)
            throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (int i = first; i < Math.min(tasks, first + wave); i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx48m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            OneAirflowTask.class.getName(),
                            master.uri().toString(),
                            folder.toString(),
                            String.valueOf(i),
                            String.valueOf(shared))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        int done = 0;
        for (Process process : processes) {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() == 0) {
                done++;
            } else {
                System.out.println(said);
            }
        }
        return done;
    }
}
