package dev.drover.aws.emrserverless;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.testkit.ClusterConformance;
import org.junit.jupiter.api.AutoClose;

/** The contract of clusters, on a fake EMR Serverless. */
class ServerlessClusterConformanceTest extends ClusterConformance {
    @AutoClose
    private final ServerlessWorld world = ServerlessWorld.still();
    /** Closed with its world, after the superclass has ended its cluster. */
    private final Drover drover = world.open();

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover newDrover() {
        return world.drover().build();
    }

    @Override
    protected String location() {
        return ServerlessWorld.LOCATION;
    }

    @Override
    protected ClusterSpec oneWorker() {
        return ClusterSpec.builder().build();
    }

    @Override
    protected int workerNodes() {
        return 0;
    }
}
