package dev.drover.standalone.hosts;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.testkit.ClusterConformance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

class HostsClusterConformanceTest extends ClusterConformance {
    private final Lab lab = new Lab(5);
    private final Drover drover = lab.drover();

    /** After the tests' own end, which still ends a cluster. */
    @RegisterExtension
    private final AfterAllCallback close = context -> {
        drover.close();
        lab.close();
    };

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover newDrover() {
        return lab.drover();
    }

    @Override
    protected String location() {
        return Lab.HERE;
    }

    @Override
    protected ClusterSpec oneWorker() {
        return Lab.workers(1).build();
    }
}
