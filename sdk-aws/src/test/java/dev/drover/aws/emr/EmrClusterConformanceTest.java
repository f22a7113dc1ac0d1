package dev.drover.aws.emr;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.testkit.ClusterConformance;
import dev.drover.testkit.spark.FastClock;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AutoClose;

class EmrClusterConformanceTest extends ClusterConformance {
    @AutoClose
    private final EmrWorld world = EmrWorld.idle(InstantSource.system());

    private final DroverClock clock = new FastClock(20);

    @AutoClose
    private final Drover drover = newDrover();

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover newDrover() {
        return world.builder(clock, options -> options)
                .operationTimeout(Duration.ofMinutes(5))
                .build();
    }

    @Override
    protected String location() {
        return EmrWorld.HERE;
    }

    @Override
    protected ClusterSpec oneWorker() {
        return ClusterSpec.builder().idleTimeout(Duration.ofHours(1)).build();
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
