package dev.drover.its;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Resources;
import dev.drover.testkit.ClusterConformance;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract of clusters, on moto's EMR. */
@LeftOut(
        test = "manyThreadsMakeOneClusterWhichResizesAndEndsForGood",
        because = "a resized cluster of moto's keeps the machines that it had")
@LeftOut(test = "aPlanMakesNothing", because = "moto knows no releases")
@EnabledIfEnvironmentVariable(named = Moto.VARIABLE, matches = ".+")
class MotoEmrClustersTest extends ClusterConformance {
    /** Closed when the kit has ended its clusters. */
    @AutoClose
    private final Drover drover = newDrover();

    @Override
    protected Drover drover() {
        return drover;
    }

    @Override
    protected Drover newDrover() {
        return Drover.builder().configure(location(), Moto.options()).build();
    }

    @Override
    protected String location() {
        return "emr://" + Moto.REGION;
    }

    @Override
    protected ClusterSpec oneWorker() {
        NodeGroup machines = NodeGroup.of(Machine.type("m5.xlarge")).build();
        return ClusterSpec.builder()
                .workers(1, Resources.of(4, 12_288))
                .master(machines)
                .workerNodes(machines)
                .build();
    }
}
