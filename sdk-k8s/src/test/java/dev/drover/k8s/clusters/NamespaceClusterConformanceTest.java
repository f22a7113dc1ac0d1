package dev.drover.k8s.clusters;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.k8s.fake.FakeKube;
import dev.drover.testkit.ClusterConformance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

class NamespaceClusterConformanceTest extends ClusterConformance {
    private final World world = new World();
    private final Drover drover = world.builder(FakeKube.ADMIN).build();

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
        return world.builder(FakeKube.ADMIN).build();
    }

    @Override
    protected String location() {
        return World.KUBERNETES;
    }

    @Override
    protected ClusterSpec oneWorker() {
        return World.workers(1).build();
    }

    /** Pods come with the jobs. */
    @Override
    protected int workerNodes() {
        return 0;
    }
}
