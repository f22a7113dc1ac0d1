package dev.drover.gcp.dataprocserverless;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.StorageUri;
import dev.drover.testkit.JobConformance;
import dev.drover.testkit.spark.FastClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of jobs, with batches that really run. The time passes quickly, since they are looked at seldom. */
class BatchConformanceTest extends JobConformance {
    private final DroverClock clock = new FastClock(10);
    private BatchWorld world;
    private Drover drover;

    @BeforeAll
    void start(@TempDir Path folder) {
        world = BatchWorld.running(folder);
        drover = builder().build();
    }

    @AfterAll
    void stop() {
        drover.close();
        world.close();
    }

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover.Builder builder() {
        return world.drover().clock(clock).operationTimeout(Duration.ofMinutes(10));
    }

    @Override
    protected ClusterId cluster() {
        return BatchWorld.REGION;
    }

    @Override
    protected StorageUri codeFolder() {
        return StorageUri.parse("gs://bucket/code/");
    }

    @Override
    protected DroverClock clock() {
        return clock;
    }

    @Override
    protected Duration patience() {
        return Duration.ofMinutes(20);
    }
}
