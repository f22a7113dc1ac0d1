package dev.drover.standalone.local;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.testkit.ClusterConformance;
import org.junit.jupiter.api.AfterAll;

class LocalClusterConformanceTest extends ClusterConformance {
    private final Sandbox sandbox = new Sandbox();
    private final Drover drover = sandbox.drover();

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover newDrover() {
        return sandbox.drover();
    }

    @Override
    protected String location() {
        return Sandbox.HERE;
    }

    @Override
    protected ClusterSpec oneWorker() {
        return Sandbox.workers(1).build();
    }

    @AfterAll
    void close() throws Exception {
        drover.close();
        sandbox.close();
    }
}
