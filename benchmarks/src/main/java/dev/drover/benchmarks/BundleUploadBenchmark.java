package dev.drover.benchmarks;

import dev.drover.Drover;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.Uploaded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * What the upload of an unchanged bundle costs, against copying its files again: 2,000 files of 0.5 to 8 KB in 20
 * directories, to a {@code file:} target.
 *
 * <p>Each round runs the subjects in turn, each copy to a fresh directory; the table shows the medians. Making the list
 * of files is part of each upload. Our first upload syncs every file to the disk, {@code Files.copy} and {@code cp -r}
 * sync nothing; so it has rounds of its own afterwards, and nothing is deleted before the end, lest the disk's work for
 * us slow the peers down.
 *
 * <p>Arguments: rounds (30), warm-up rounds (10), a directory to work in (the system's temporary one).
 */
public final class BundleUploadBenchmark {
    private static final int DIRECTORIES = 20;
    private static final int FILES_PER_DIRECTORY = 100;

    private final Path work;
    private final Path source;
    private final Drover drover;
    private final Map<String, long[]> nanos = new LinkedHashMap<>();
    private int copies;

    private BundleUploadBenchmark(Path work, Drover drover) throws IOException {
        this.work = work;
        this.drover = drover;
        this.source = work.resolve("source");
        Random random = new Random(1);
        for (int i = 0; i < DIRECTORIES; i++) {
            Path directory = Files.createDirectories(source.resolve("package" + i));
            for (int j = 0; j < FILES_PER_DIRECTORY; j++) {
                byte[] bytes = new byte[500 + random.nextInt(7_500)];
                random.nextBytes(bytes);
                Files.write(directory.resolve("module" + j + ".py"), bytes);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        int warmUp = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        Path work = args.length > 2
                ? Files.createTempDirectory(Path.of(args[2]), "bundle-upload")
                : Files.createTempDirectory("bundle-upload");
        try (Drover drover = Drover.builder().build()) {
            new BundleUploadBenchmark(work, drover).run(rounds, warmUp);
        } finally {
            remove(work);
        }
    }

    private void run(int rounds, int warmUp) throws Exception {
        Path target = work.resolve("target");
        upload(target);
        for (int round = -warmUp; round < rounds; round++) {
            int slot = round;
            measure("upload, unchanged", slot, rounds, () -> requireSkipped(upload(target)));
            measure("Files.copy", slot, rounds, () -> copy(fresh()));
            measure("cp -r", slot, rounds, () -> cp(fresh()));
        }
        for (int round = -1; round < Math.max(1, rounds / 5); round++) {
            int slot = round;
            measure("upload, first", slot, Math.max(1, rounds / 5), () -> upload(fresh()));
        }
        print(rounds);
    }

    private void measure(String subject, int slot, int rounds, Callable<?> body) throws Exception {
        long start = System.nanoTime();
        body.call();
        long took = System.nanoTime() - start;
        if (slot >= 0) {
            nanos.computeIfAbsent(subject, s -> new long[rounds])[slot] = took;
        }
    }

    private void print(int rounds) {
        double unchanged = median(nanos.getOrDefault("upload, unchanged", new long[1]));
        System.out.printf(
                "%d files, %d rounds, %d processors, Java %s%n",
                DIRECTORIES * FILES_PER_DIRECTORY,
                rounds,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version());
        System.out.printf("%-20s %10s %10s %10s %10s%n", "", "median ms", "min ms", "max ms", "ratio");
        nanos.forEach((subject, times) -> System.out.printf(
                "%-20s %10.1f %10.1f %10.1f %10.1f%n",
                subject,
                median(times) / 1e6,
                Arrays.stream(times).min().orElseThrow() / 1e6,
                Arrays.stream(times).max().orElseThrow() / 1e6,
                median(times) / unchanged));
    }

    private static double median(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }

    private Path fresh() {
        return work.resolve("copy" + ++copies);
    }

    private Uploaded upload(Path target) throws InterruptedException {
        return drover.upload(PackageBundle.directory(source), "file://" + target);
    }

    private static Uploaded requireSkipped(Uploaded uploaded) {
        if (uploaded.uploaded() != 0 || uploaded.skipped() != DIRECTORIES * FILES_PER_DIRECTORY) {
            throw new IllegalStateException("Something was sent: " + uploaded.uploaded() + " files");
        }
        return uploaded;
    }

    private Path copy(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(source.relativize(file)));
            }
        }
        return target;
    }

    private Path cp(Path target) throws IOException, InterruptedException {
        List<String> command = List.of("cp", "-r", source.toString(), target.toString());
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException("cp ended with " + exit);
        }
        return target;
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
