package dev.drover.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/** What is moved in benchmarks of storage. */
final class TransferFiles {
    static final int MANY = 2_000;
    private static final int BYTES = 10_000;

    private TransferFiles() {}

    /** One file, of the same block again and again. */
    static Path large(Path work, long mebibytes, byte[] mebibyte) throws IOException {
        Path file = work.resolve("large");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long i = 0; i < mebibytes; i++) {
                out.write(mebibyte);
            }
        }
        return file;
    }

    /** A folder of {@link #MANY} files of 10 KB. */
    static Path many(Path work) throws IOException {
        Path folder = Files.createDirectories(work.resolve("many"));
        Random random = new Random(2);
        for (int i = 0; i < MANY; i++) {
            byte[] content = new byte[BYTES];
            random.nextBytes(content);
            Files.write(folder.resolve("part" + i), content);
        }
        return folder;
    }

    static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
