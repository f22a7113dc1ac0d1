package dev.drover.standalone.local;

import java.nio.file.Path;
import java.util.Optional;

/** Real Spark, for tests of other packages. */
public final class RealSpark {
    private RealSpark() {}

    /** The folder of the newest that Drover knows; all tests share it. */
    public static Path home() throws Exception {
        return new SparkSources(LocalOptions.builder().cache(Sandbox.cache()).build())
                .find(Optional.of(LocalOptions.DEFAULT_SPARK_VERSION), progress -> {})
                .home()
                .toAbsolutePath();
    }
}
