package dev.drover.benchmarks;

import dev.drover.Drover;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.Uploaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final String UNCHANGED = "Drover, unchanged";
    private static final String CP = "cp -r";
    private static final String COPY = "Files.copy of each";
    private static final String FIRST = "Drover, the first time: each file synced";
    private static final double WANTED = 10;

    private final Path work;
    private final Path source;
    private final Drover drover;
    private final Map<String, List<Long>> nanos = new HashMap<>();
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
            TransferFiles.remove(work);
        }
    }

    private void run(int rounds, int warmUp) throws Exception {
        Path target = work.resolve("target");
        upload(target);
        for (int round = -warmUp; round < rounds; round++) {
            boolean counts = round >= 0;
            measure(UNCHANGED, counts, () -> requireSkipped(upload(target)));
            measure(COPY, counts, () -> copy(fresh()));
            measure(CP, counts, () -> cp(fresh()));
        }
        for (int round = -1; round < Math.max(1, rounds / 5); round++) {
            measure(FIRST, round >= 0, () -> upload(fresh()));
        }
        Figures figures = new Figures();
        figures.less("2,000 files, unchanged", "ms")
                .ours(UNCHANGED, millis(UNCHANGED))
                .peer(CP, millis(CP), WANTED)
                .peer(COPY, millis(COPY), WANTED)
                .peer(FIRST, millis(FIRST), WANTED);
        figures.report();
    }

    private Sample millis(String subject) {
        return Sample.of(Objects.requireNonNull(nanos.get(subject))).in(1e6);
    }

    private void measure(String subject, boolean counts, Callable<?> body) throws Exception {
        long start = System.nanoTime();
        body.call();
        long took = System.nanoTime() - start;
        if (counts) {
            nanos.computeIfAbsent(subject, s -> new ArrayList<>()).add(took);
        }
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
}
