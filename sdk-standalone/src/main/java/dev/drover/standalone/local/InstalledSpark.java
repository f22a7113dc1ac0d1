package dev.drover.standalone.local;

import dev.drover.DroverException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The installation that the options or {@code SPARK_HOME} name. */
final class InstalledSpark implements SparkSource {
    private static final Logger log = LoggerFactory.getLogger(InstalledSpark.class);

    private final Optional<Path> chosen;
    private final Optional<Path> environment;

    InstalledSpark(Optional<Path> chosen, Optional<String> sparkHome) {
        this.chosen = chosen;
        this.environment = sparkHome.filter(home -> !home.isBlank()).map(Path::of);
    }

    @Override
    public Optional<SparkInstallation> find(Optional<String> version, Consumer<String> progress) throws IOException {
        if (chosen.isPresent()) {
            return Optional.of(inChosen(chosen.get(), version));
        }
        if (environment.isEmpty()) {
            return Optional.empty();
        }
        Optional<SparkInstallation> found = SparkInstallation.in(environment.get());
        if (found.isEmpty() || !found.get().isA(version)) {
            log.info(
                    "SPARK_HOME={} is {}; Spark is looked for elsewhere",
                    environment.get(),
                    found.map(spark -> "Spark " + spark.version()).orElse("no Spark installation"));
            return Optional.empty();
        }
        return found;
    }

    /** Refuses a version that the folder named in the options does not have. */
    void check(Optional<String> version) {
        chosen.ifPresent(home -> {
            try {
                inChosen(home, version);
            } catch (IOException e) {
                throw DroverException.invalid("'" + home + "' cannot be read: " + e.getMessage());
            }
        });
    }

    /** What was named on purpose must fit. */
    private static SparkInstallation inChosen(Path home, Optional<String> version) throws IOException {
        SparkInstallation spark = SparkInstallation.in(home)
                .orElseThrow(() -> DroverException.invalid("'" + home + "' holds no jars/spark-core_*.jar; give"
                        + " LocalOptions.sparkHome a Spark installation."));
        if (!spark.isA(version)) {
            throw DroverException.invalid("LocalOptions.sparkHome '" + home + "' holds Spark " + spark.version()
                    + ", not " + version.orElse("3.5 or later") + "; ask for that version or leave sparkHome out.");
        }
        return spark;
    }
}
