package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.ClusterConfig;
import com.google.cloud.dataproc.v1.DiskConfig;
import com.google.cloud.dataproc.v1.InstanceFlexibilityPolicy;
import com.google.cloud.dataproc.v1.InstanceFlexibilityPolicy.InstanceSelection;
import com.google.cloud.dataproc.v1.InstanceGroupConfig;
import com.google.cloud.dataproc.v1.InstanceGroupConfig.Preemptibility;
import dev.drover.ClusterSpec;
import dev.drover.Disk;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.Resources;
import dev.drover.gcp.dataproc.DataprocOptions.SpareCapacity;
import dev.drover.gcp.internal.MachineCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The machines of a cluster in Dataproc's words. A cluster has two primary workers or more, which are never spare capacity
 * (<a href="https://cloud.google.com/dataproc/docs/concepts/compute/secondary-vms">Dataproc: secondary workers</a>), or
 * one machine for everything
 * (<a href="https://cloud.google.com/dataproc/docs/concepts/configuring-clusters/single-node-clusters">single-node
 * clusters</a>), which is what one worker becomes.
 */
final class NodeTranslation {
    /** Without it Dataproc takes no workers for two. */
    static final String ALLOW_NO_WORKERS = "dataproc:dataproc.allow.zero.workers";

    static final int LEAST_WORKERS = 2;

    private static final int LEAST_CORES = 2;
    private static final int LEAST_WORKER_MIB = 7 * 1024;
    /** The primary runs YARN, HDFS and the drivers of jobs. */
    private static final Machine PRIMARY = Machine.atLeast(4, 15 * 1024);

    private static final String LOCAL_SSD = "local-ssd";
    private static final int LOCAL_SSD_GIB = 375;
    private static final Set<String> BOOT_DISKS = Set.of("pd-standard", "pd-balanced", "pd-ssd", "hyperdisk-balanced");

    private final MachineCatalogue catalogue;
    private final SpareCapacity spareCapacity;

    NodeTranslation(MachineCatalogue catalogue, SpareCapacity spareCapacity) {
        this.catalogue = catalogue;
        this.spareCapacity = spareCapacity;
    }

    /** What machines are for. */
    enum Role {
        PRIMARY,
        WORKER,
        SECONDARY
    }

    /**
     * The machines of one role.
     *
     * @param types in the order of preference
     * @param spare whether they are spare capacity
     */
    record Nodes(Role role, int count, List<String> types, boolean spare, List<Disk> disks) {}

    static boolean isSingle(ClusterSpec spec) {
        return spec.workers() == 1;
    }

    static boolean usesSpare(ClusterSpec spec) {
        return spec.workerNodes()
                .map(nodes -> nodes.purchase() != Purchase.ON_DEMAND)
                .orElse(false);
    }

    /**
     * The primary, then the workers.
     *
     * @throws DroverException INVALID_ARGUMENT or UNSUPPORTED for what Dataproc does not make
     */
    List<Nodes> of(ClusterSpec spec) {
        NodeGroup workers = spec.workerNodes()
                .orElseGet(() -> NodeGroup.of(machineOffering(spec)).build());
        if (isSingle(spec)) {
            return List.of(single(spec, workers));
        }
        NodeGroup primary = spec.master().orElseGet(() -> NodeGroup.of(PRIMARY).build());
        if (primary.purchase() != Purchase.ON_DEMAND) {
            throw new DroverException(ErrorCode.UNSUPPORTED, "Dataproc's primary machine is never spare capacity.");
        }
        List<Nodes> nodes = new ArrayList<>(List.of(nodes(Role.PRIMARY, 1, primary, false)));
        if (workers.purchase() == Purchase.ON_DEMAND) {
            nodes.add(nodes(Role.WORKER, spec.workers(), workers, false));
            return nodes;
        }
        if (workers.purchase() == Purchase.SPOT_ELSE_ON_DEMAND) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Dataproc does not replace spare capacity that is missing; choose SPOT or ON_DEMAND.");
        }
        Nodes spare = nodes(Role.SECONDARY, spec.workers() - LEAST_WORKERS, workers, true);
        nodes.add(new Nodes(Role.WORKER, LEAST_WORKERS, spare.types().subList(0, 1), false, spare.disks()));
        nodes.add(spare);
        return nodes;
    }

    private Nodes single(ClusterSpec spec, NodeGroup workers) {
        if (spec.master().isPresent()) {
            throw DroverException.invalid("On Dataproc one worker is the primary machine too, so say its machine by"
                    + " workerNodes; a cluster with a machine of its own for the primary has 2 workers or more.");
        }
        if (workers.purchase() != Purchase.ON_DEMAND) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "On Dataproc one worker is the primary machine too, which is never spare capacity; two more than 2"
                            + " workers can be.");
        }
        return nodes(Role.PRIMARY, 1, workers, false);
    }

    /** Dataproc leaves YARN about four fifths of a machine's memory; three quarters are safe. */
    private static Machine machineOffering(ClusterSpec spec) {
        Resources worker = spec.worker();
        return Machine.atLeast(
                Math.max(LEAST_CORES, worker.cores()), Math.max(LEAST_WORKER_MIB, (worker.memoryMiB() + 2) / 3 * 4));
    }

    private Nodes nodes(Role role, int count, NodeGroup group, boolean spare) {
        List<String> types =
                group.machines().stream().map(catalogue::type).distinct().toList();
        if (types.size() > 1 && !spare) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "Dataproc chooses between machine types for spare capacity only; name one instead of " + types
                            + ".");
        }
        var unused = disks(group.disks());
        return new Nodes(role, count, types, spare, group.disks());
    }

    /** Puts the machines into a cluster's configuration. */
    void put(List<Nodes> all, ClusterConfig.Builder config) {
        for (Nodes nodes : all) {
            switch (nodes.role()) {
                case PRIMARY -> config.setMasterConfig(group(nodes));
                case WORKER -> config.setWorkerConfig(group(nodes));
                case SECONDARY -> config.setSecondaryWorkerConfig(group(nodes));
            }
        }
        if (!config.hasWorkerConfig()) {
            config.getSoftwareConfigBuilder().putProperties(ALLOW_NO_WORKERS, "true");
        }
    }

    private InstanceGroupConfig group(Nodes nodes) {
        InstanceGroupConfig.Builder group = InstanceGroupConfig.newBuilder().setNumInstances(nodes.count());
        if (nodes.types().size() == 1) {
            group.setMachineTypeUri(nodes.types().get(0));
        } else {
            group.setInstanceFlexibilityPolicy(choice(nodes.types()));
        }
        if (nodes.spare()) {
            group.setPreemptibility(
                    spareCapacity == SpareCapacity.SPOT ? Preemptibility.SPOT : Preemptibility.PREEMPTIBLE);
        }
        if (!nodes.disks().isEmpty()) {
            group.setDiskConfig(disks(nodes.disks()));
        }
        return group.build();
    }

    private static InstanceFlexibilityPolicy choice(List<String> types) {
        InstanceFlexibilityPolicy.Builder policy = InstanceFlexibilityPolicy.newBuilder();
        for (int rank = 0; rank < types.size(); rank++) {
            policy.addInstanceSelectionList(InstanceSelection.newBuilder()
                    .addMachineTypes(types.get(rank))
                    .setRank(rank));
        }
        return policy.build();
    }

    /** Machines have the disk that they start from, which holds HDFS too, and local ones of one size. */
    private static DiskConfig disks(List<Disk> disks) {
        DiskConfig.Builder config = DiskConfig.newBuilder();
        for (Disk disk : disks) {
            String type = disk.type().orElse("");
            if (type.equals(LOCAL_SSD)) {
                if (disk.sizeGiB() % LOCAL_SSD_GIB != 0) {
                    throw DroverException.invalid(
                            "Google's local disks have 375 GiB each, which " + disk.sizeGiB() + " is no multiple of.");
                }
                config.setNumLocalSsds(config.getNumLocalSsds() + disk.sizeGiB() / LOCAL_SSD_GIB);
                continue;
            }
            if (!type.isEmpty() && !BOOT_DISKS.contains(type)) {
                throw DroverException.invalid(
                        "Dataproc has no disks '" + type + "'; it has " + LOCAL_SSD + " and " + BOOT_DISKS + ".");
            }
            if (config.getBootDiskSizeGb() > 0) {
                throw DroverException.invalid(
                        "Dataproc's machines have one disk beside local ones; give its whole size once.");
            }
            config.setBootDiskSizeGb(disk.sizeGiB()).setBootDiskType(type);
        }
        return config.build();
    }
}
