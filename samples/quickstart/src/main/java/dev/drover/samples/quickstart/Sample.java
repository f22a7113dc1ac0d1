package dev.drover.samples.quickstart;

import dev.drover.ClusterSpec;
import dev.drover.Resources;
import dev.drover.bundle.PackageBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the samples share: the application that the build put beside them, and a folder to work in. */
final class Sample implements AutoCloseable {
    /** The main class of the sample application. */
    static final String WORD_COUNT = "dev.drover.samples.wordcount.WordCount";

    private static final List<String> STOP_WORDS = List.of("that", "this", "with", "from", "such", "shall", "which");

    private final Path work;

    private Sample(Path work) {
        this.work = work;
    }

    /** A new folder, gone when closed. */
    static Sample open() throws IOException {
        return new Sample(Files.createTempDirectory("drover-sample-"));
    }

    Path work() {
        return work;
    }

    /** The application's folder, which the build fills: {@code target/app}. */
    static PackageBundle application() {
        String folder = System.getProperty("drover.app", "samples/quickstart/target/app");
        return PackageBundle.directory(Path.of(folder));
    }

    /** Two workers with room for a driver and an executor each. */
    static ClusterSpec.Builder twoWorkers() {
        return ClusterSpec.builder().workers(2, Resources.of(2, 2048));
    }

    /** A bootstrap action's script that writes a word a line into the file that it is given. */
    static String stopWordsScript() {
        return "#!/usr/bin/env bash\nset -euo pipefail\nprintf '%s\\n' " + String.join(" ", STOP_WORDS) + " > \"$1\"\n";
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
