package dev.drover.k8s.clusters;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.k8s.fake.ApacheOperator;
import dev.drover.testkit.ClusterConformance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With Apache's operator, which is found. */
class OperatorClusterConformanceTest extends ClusterConformance {
    private final World world = withOperator();
    private final Drover drover = world.drover();

    private static World withOperator() {
        World world = new World();
        world.kube.installApache();
        ApacheOperator.in(world.kube);
        return world;
    }

    /** After the tests' own end, which still ends a cluster. */
    @RegisterExtension
    private final AfterAllCallback close = context -> {
        drover.close();
        world.close();
    };

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover newDrover() {
        return world.drover();
    }

    @Override
    protected String location() {
        return World.HERE;
    }

    @Override
    protected ClusterSpec oneWorker() {
        return World.workers(1).build();
    }
}
