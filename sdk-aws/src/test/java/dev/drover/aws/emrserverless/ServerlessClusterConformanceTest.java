package dev.drover.aws.emrserverless;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.testkit.ClusterConformance;
import org.junit.jupiter.api.AutoClose;

/** The contract of clusters, on a fake EMR Serverless. */
class ServerlessClusterConformanceTest extends ClusterConformance {
    private final ServerlessWorld world = ServerlessWorld.still();
    private final Drover drover = newDrover();

    /** After the cluster has been ended, which the superclass does after all. */
    @AutoClose
    private final AutoCloseable all = () -> {
        drover.close();
        world.close();
    };

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
