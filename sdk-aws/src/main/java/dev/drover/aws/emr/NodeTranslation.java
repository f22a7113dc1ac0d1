package dev.drover.aws.emr;

import dev.drover.ClusterSpec;
import dev.drover.Disk;
import dev.drover.DroverException;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.Resources;
import dev.drover.aws.internal.MachineCatalogue;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.emr.model.EbsBlockDeviceConfig;
import software.amazon.awssdk.services.emr.model.EbsConfiguration;
import software.amazon.awssdk.services.emr.model.InstanceFleetConfig;
import software.amazon.awssdk.services.emr.model.InstanceFleetProvisioningSpecifications;
import software.amazon.awssdk.services.emr.model.InstanceGroupConfig;
import software.amazon.awssdk.services.emr.model.InstanceTypeConfig;
import software.amazon.awssdk.services.emr.model.MarketType;

/**
 * The machines of a cluster in EMR's words. Instance groups have one type each; where several types will do, spare
 * capacity may be missing, or several subnets are given, instance fleets are used
 * (<a href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-instance-group-configuration.html">EMR: instance
 * fleets or groups</a>). All workers are core nodes.
 */
final class NodeTranslation {
    /** EMR's smallest machines are of the size xlarge. */
    private static final int LEAST_CORES = 4;

    private static final int LEAST_WORKER_MIB = 8 * 1024;
    /** The primary runs YARN, HDFS and the drivers of steps. */
    private static final Machine PRIMARY = Machine.atLeast(LEAST_CORES, 16 * 1024);
    /** EMR takes 5 to 1,440 minutes; a cluster that gets no spare capacity waits so long for it. */
    private static final int SPOT_MINUTES = 10;

    private static final Set<String> DISKS = Set.of("gp3", "gp2", "io1", "st1", "sc1", "standard");

    private final MachineCatalogue catalogue;

    NodeTranslation(MachineCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * The machines of one role.
     *
     * @param types in the order of preference
     */
    record Nodes(String role, int count, List<String> types, Purchase purchase, List<Disk> disks) {
        boolean needFleet() {
            return types.size() > 1 || purchase == Purchase.SPOT_ELSE_ON_DEMAND;
        }
    }

    /** The primary, then the workers. */
    List<Nodes> of(ClusterSpec spec) {
        NodeGroup primary = spec.master().orElseGet(() -> NodeGroup.of(PRIMARY).build());
        NodeGroup workers = spec.workerNodes()
                .orElseGet(() -> NodeGroup.of(machineOffering(spec.worker())).build());
        return List.of(nodes("MASTER", 1, primary), nodes("CORE", spec.workers(), workers));
    }

    static boolean needFleets(List<Nodes> nodes, EmrOptions options) {
        return options.subnets().size() > 1 || nodes.stream().anyMatch(Nodes::needFleet);
    }

    /** EMR leaves YARN three quarters of a machine's memory (EMR: task configuration). */
    private static Machine machineOffering(Resources worker) {
        return Machine.atLeast(worker.cores(), Math.max(LEAST_WORKER_MIB, (worker.memoryMiB() + 2) / 3 * 4));
    }

    private Nodes nodes(String role, int count, NodeGroup group) {
        List<String> types =
                group.machines().stream().map(this::type).distinct().toList();
        group.disks().forEach(NodeTranslation::check);
        return new Nodes(role, count, types, group.purchase(), group.disks());
    }

    private String type(Machine machine) {
        if (machine instanceof Machine.AtLeast wanted) {
            Resources least = wanted.resources();
            return catalogue.smallest(Resources.of(Math.max(LEAST_CORES, least.cores()), least.memoryMiB()));
        }
        return catalogue.type(machine);
    }

    private static void check(Disk disk) {
        disk.type().ifPresent(type -> {
            if (!DISKS.contains(type)) {
                throw DroverException.invalid("EMR has no disks '" + type + "'; it has " + DISKS + ".");
            }
        });
    }

    static InstanceGroupConfig group(Nodes nodes) {
        InstanceGroupConfig.Builder group = InstanceGroupConfig.builder()
                .name(name(nodes))
                .instanceRole(nodes.role())
                .instanceType(nodes.types().get(0))
                .instanceCount(nodes.count())
                .market(nodes.purchase() == Purchase.ON_DEMAND ? MarketType.ON_DEMAND : MarketType.SPOT);
        if (!nodes.disks().isEmpty()) {
            group.ebsConfiguration(disks(nodes));
        }
        return group.build();
    }

    static InstanceFleetConfig fleet(Nodes nodes) {
        boolean spot = nodes.purchase() != Purchase.ON_DEMAND;
        return InstanceFleetConfig.builder()
                .name(name(nodes))
                .instanceFleetType(nodes.role())
                .targetOnDemandCapacity(spot ? 0 : nodes.count())
                .targetSpotCapacity(spot ? nodes.count() : 0)
                .instanceTypeConfigs(IntStream.range(0, nodes.types().size())
                        .mapToObj(place -> type(nodes, place))
                        .toList())
                .launchSpecifications(launch(nodes.purchase()))
                .build();
    }

    private static InstanceFleetProvisioningSpecifications launch(Purchase purchase) {
        InstanceFleetProvisioningSpecifications.Builder launch = InstanceFleetProvisioningSpecifications.builder();
        if (purchase == Purchase.ON_DEMAND) {
            launch.onDemandSpecification(onDemand -> onDemand.allocationStrategy("prioritized"));
        } else {
            launch.spotSpecification(spot -> spot.allocationStrategy("capacity-optimized-prioritized")
                    .timeoutDurationMinutes(SPOT_MINUTES)
                    .timeoutAction(purchase == Purchase.SPOT ? "TERMINATE_CLUSTER" : "SWITCH_TO_ON_DEMAND"));
        }
        return launch.build();
    }

    private static InstanceTypeConfig type(Nodes nodes, int place) {
        InstanceTypeConfig.Builder type = InstanceTypeConfig.builder()
                .instanceType(nodes.types().get(place))
                .weightedCapacity(1)
                .priority((double) place);
        if (!nodes.disks().isEmpty()) {
            type.ebsConfiguration(disks(nodes));
        }
        return type.build();
    }

    private static EbsConfiguration disks(Nodes nodes) {
        return EbsConfiguration.builder()
                .ebsBlockDeviceConfigs(nodes.disks().stream()
                        .map(disk -> EbsBlockDeviceConfig.builder()
                                .volumesPerInstance(1)
                                .volumeSpecification(volume -> volume.sizeInGB(disk.sizeGiB())
                                        .volumeType(disk.type().orElse("gp3")))
                                .build())
                        .toList())
                .build();
    }

    private static String name(Nodes nodes) {
        return nodes.role().toLowerCase(Locale.ROOT);
    }
}
