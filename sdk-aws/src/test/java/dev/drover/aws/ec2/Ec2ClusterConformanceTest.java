package dev.drover.aws.ec2;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.testkit.ClusterConformance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

class Ec2ClusterConformanceTest extends ClusterConformance {
    private final Fixture fixture = new Fixture();
    private final Drover drover = fixture.drover();

    /** After the tests' own end, which still ends a cluster. */
    @RegisterExtension
    private final AfterAllCallback close = context -> {
        drover.close();
        fixture.close();
    };

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover newDrover() {
        return fixture.drover();
    }

    @Override
    protected String location() {
        return Fixture.HERE;
    }

    @Override
    protected ClusterSpec oneWorker() {
        return Fixture.workers(1).build();
    }
}
