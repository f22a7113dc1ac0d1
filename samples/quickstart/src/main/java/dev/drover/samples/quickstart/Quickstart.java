package dev.drover.samples.quickstart;

import dev.drover.ClusterNode;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.EphemeralCluster;
import dev.drover.JobHandle;
import dev.drover.JobLogs;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.bundle.Uploaded;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts words on a Spark cluster of three processes on this machine, through the neutral API only: another location in
 * place of {@code local://localhost}, and another storage, and the same program runs elsewhere.
 *
 * <p>Arguments: text files; without any, the licence and notice texts inside Spark's own jars are counted. Exit codes: 0
 * done, 1 failed, 2 wrong arguments.
 */
public final class Quickstart {
    private static final int SHOWN = 15;
    private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final Terminal terminal;
    private final Phases phases;
    private final List<String> inputs;

    private Quickstart(Terminal terminal, List<String> inputs) {
        this.terminal = terminal;
        this.phases = new Phases(terminal);
        this.inputs = inputs;
    }

    public static void main(String[] args) {
        Terminal terminal = Terminal.of(System.out);
        System.exit(run(terminal, args));
    }

    static int run(Terminal terminal, String... args) {
        List<String> inputs = new ArrayList<>();
        for (String file : args) {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                terminal.line("'" + file + "' is not a file that can be read. Usage: ./quickstart [FILE...]");
                return 2;
            }
            inputs.add(StorageUri.of(path).toString());
        }
        try {
            new Quickstart(terminal, inputs.isEmpty() ? List.of("spark-jars") : inputs).count();
            return 0;
        } catch (DroverException e) {
            terminal.line(e.getMessage());
            return 1;
        } catch (Exception e) {
            terminal.line("The quickstart failed: " + e);
            return 1;
        }
    }

    private void count() throws Exception {
        try (Sample sample = Sample.open();
                Drover drover = Drover.builder().listener(terminal).build()) {
            StorageUri home = StorageUri.of(sample.work()).asPrefix();
            Path stopWords = sample.work().resolve("stop-words.txt");
            ClusterSpec spec = Sample.twoWorkers()
                    .bootstrap(BootstrapAction.script("stop-words", Sample.stopWordsScript())
                            .args(stopWords.toString())
                            .build())
                    .build();
            RequestKey key = RequestKey.random();

            EphemeralCluster cluster = phases.run(
                    "Start a cluster: one master, two workers",
                    () -> drover.ephemeralCluster("local://localhost", spec, key, Duration.ofMinutes(5)));
            try {
                showNodes(cluster);
                Uploaded app = phases.run(
                        "Upload the application", () -> drover.upload(Sample.application(), home.resolve("app/")));
                SparkJar job = SparkJar.of(app.uri("word-count.jar"), Sample.WORD_COUNT)
                        .name("quickstart")
                        .args(arguments(stopWords, home.resolve("result")))
                        .driver(Resources.of(1, 512))
                        .executor(Resources.of(1, 512))
                        .executors(2)
                        // For a job of seconds the optimizing compiler costs more than it gives.
                        .conf("spark.driver.extraJavaOptions", QUICK)
                        .conf("spark.executor.extraJavaOptions", QUICK)
                        .build();
                JobHandle run = phases.run("Submit the job", () -> cluster.submit(job, key.child("count")));
                terminal.line("  accepted as " + run.id());
                phases.run("Run the job", () -> run.awaitSuccess(Duration.ofMinutes(5)));
                phases.run("Read the result", () -> show(drover.storage(home), home.resolve("result/")));
                showLog(run);
            } finally {
                phases.run("End the cluster", () -> {
                    cluster.close();
                    return null;
                });
            }
        }
        terminal.line("");
        phases.table().forEach(terminal::line);
    }

    private List<String> arguments(Path stopWords, StorageUri result) {
        List<String> arguments = new ArrayList<>(List.of(stopWords.toString(), result.toString()));
        arguments.addAll(inputs);
        return arguments;
    }

    private void showNodes(EphemeralCluster cluster) {
        terminal.line("  " + cluster.cluster().id() + ", Spark "
                + cluster.ready().sparkVersion().orElse("of unknown version"));
        for (ClusterNode node : cluster.ready().nodes()) {
            terminal.line("  " + node.role() + " " + node.address() + " " + node.state());
        }
    }

    private int show(Storage storage, StorageUri result) throws IOException {
        Table table = new Table("word", "times");
        int rows = 0;
        try (Stream<StoredObject> parts = storage.list(result)) {
            for (StoredObject part : parts.filter(each -> each.uri().fileName().startsWith("part-"))
                    .toList()) {
                for (String row : text(storage, part.uri()).lines().toList()) {
                    if (rows++ < SHOWN) {
                        table.row(row.split("\t"));
                    }
                }
            }
        }
        terminal.line("");
        table.lines().forEach(terminal::line);
        terminal.line("");
        return rows;
    }

    private static String text(Storage storage, StorageUri uri) throws IOException {
        try (InputStream in = storage.get(uri)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void showLog(JobHandle run) {
        terminal.line("The end of the driver's log");
        run.logs().tail(JobLogs.Source.STDOUT, 3).forEach(line -> terminal.line("  | " + line));
        run.logs().tail(JobLogs.Source.STDERR, 3).forEach(line -> terminal.line("  | " + line));
    }
}
