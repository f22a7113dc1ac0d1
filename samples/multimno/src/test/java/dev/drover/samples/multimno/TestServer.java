package dev.drover.samples.multimno;

import dev.drover.samples.multimno.TestCloud.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stands for a cloud while a command runs, whose programs find it by their environment; then shows what the cloud was asked
 * for.
 */
final class TestServer {

    private TestServer() {}

    /** Arguments: emr or dataproc; a Spark with Python; a python3; the command. It ends with the command's exit code. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("multimno");
        Path submitted = Files.createFile(folder.resolve("spark-submit.log"));
        var programs = RealSpark.at(Path.of(args[1]), Path.of(args[2]), submitted);
        int exit;
        try (TestCloud cloud = args[0].equals("emr")
                ? new EmrCloud(folder.resolve("machine"), programs)
                : new DataprocCloud(folder.resolve("machine"), programs)) {
            ProcessBuilder process = new ProcessBuilder(Arrays.copyOfRange(args, 3, args.length)).inheritIO();
            process.environment().putAll(cloud.environment());
            exit = process.start().waitFor();
            show(cloud, Files.readAllLines(submitted));
        } finally {
            delete(folder);
        }
        System.exit(exit);
    }

    private static void show(TestCloud cloud, List<String> submitted) {
        System.out.printf(
                "%n  %-28s  %s%n  %-28s  %s%n", "asked for", "times", "----------------------------", "-----");
        cloud.calls().forEach((operation, times) -> System.out.printf("  %-28s  %5d%n", operation, times));
        System.out.printf("  %-28s  %5d%n", "spark-submit, on the cluster", submitted.size());
        Map<String, Asked> first = new LinkedHashMap<>();
        cloud.asked().forEach(asked -> first.putIfAbsent(asked.operation(), asked));
        first.values().forEach(asked -> System.out.printf("%nThe first %s: %s%n", asked.operation(), asked.words()));
        submitted.stream().findFirst().ifPresent(words -> System.out.printf("%nThe first spark-submit: %s%n", words));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
