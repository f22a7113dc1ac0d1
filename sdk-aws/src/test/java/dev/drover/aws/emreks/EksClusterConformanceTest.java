package dev.drover.aws.emreks;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.testkit.ClusterConformance;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import software.amazon.awssdk.services.emrcontainers.model.ContainerInfo;
import software.amazon.awssdk.services.emrcontainers.model.CreateVirtualClusterRequest;
import software.amazon.awssdk.services.emrcontainers.model.EksInfo;

/** The contract of clusters, on a fake EMR on EKS. */
class EksClusterConformanceTest extends ClusterConformance {
    @AutoClose
    private final EksWorld world = EksWorld.still();

    private final AtomicInteger namespaces = new AtomicInteger();
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
        return EksWorld.LOCATION;
    }

    /** A namespace has one virtual cluster. */
    @Override
    protected ClusterSpec oneWorker() {
        ContainerInfo info = ContainerInfo.fromEksInfo(EksInfo.builder()
                .namespace("jobs-" + namespaces.incrementAndGet())
                .build());
        return ClusterSpec.builder()
                .customize(
                        CreateVirtualClusterRequest.Builder.class,
                        "a namespace of its own",
                        request -> request.containerProvider(
                                place -> place.type("EKS").id("analytics").info(info)))
                .build();
    }

    @Override
    protected int workerNodes() {
        return 0;
    }
}
