package dev.drover.standalone.local;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The places where Spark may come from, in order. */
final class SparkSources {
    private final InstalledSpark installed;
    private final List<SparkSource> sources;

    SparkSources(LocalOptions options) {
        SparkHomes homes = new SparkHomes(options.cache().resolve("spark"));
        installed = new InstalledSpark(options.sparkHome(), Optional.ofNullable(System.getenv("SPARK_HOME")));
        sources = List.of(
                installed,
                new ClassPathSpark(System.getProperty("java.class.path", ""), homes),
                new MavenSpark(homes, options.offline()));
    }

    /** Refuses a version that a folder named on purpose does not have. */
    void check(Optional<String> version) {
        installed.check(version);
    }

    /** Spark from the first place that has it. */
    SparkInstallation find(Optional<String> version, Consumer<String> progress) throws IOException {
        for (SparkSource source : sources) {
            Optional<SparkInstallation> found = source.find(version, progress);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new AssertionError("Maven finds Spark or throws");
    }
}
