package dev.drover.gcp.dataproc;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.Resources;
import dev.drover.testkit.ClusterConformance;
import dev.drover.testkit.spark.FastClock;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;

class DataprocClusterConformanceTest extends ClusterConformance {
    private final FastClock clock = new FastClock(60);

    @AutoClose
    private final DataprocWorld world = DataprocWorld.idle(clock);

    @AutoClose
    private final Drover drover = newDrover();

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover newDrover() {
        return world.builder(clock, options -> options)
                .operationTimeout(Duration.ofMinutes(20))
                .build();
    }

    @Override
    protected String location() {
        return DataprocWorld.HERE;
    }

    /** Of two: a cluster of one worker is one machine for everything, and stays it. */
    @Override
    protected ClusterSpec oneWorker() {
        return ClusterSpec.builder()
                .workers(2, Resources.of(2, 2048))
                .idleTimeout(Duration.ofDays(10))
                .build();
    }

    @Override
    protected int workerNodes() {
        return 2;
    }

    @Override
    protected DroverClock clock() {
        return clock;
    }

    @Override
    protected Duration patience() {
        return Duration.ofMinutes(30);
    }
}
