package dev.drover.aws.ec2;

import dev.drover.ClusterSpec;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.Resources;
import dev.drover.aws.internal.MachineCatalogue;
import dev.drover.aws.internal.MachineCatalogue.Architecture;
import java.util.ArrayList;
import java.util.List;

/** Which machines the roles of a cluster run on. */
final class Machines {
    /** A daemon, and what an operating system takes; measured nowhere, generous on purpose. */
    private static final int SYSTEM_MIB = 1024;

    private static final Machine SMALL = Machine.atLeast(2, 4096);

    private final MachineCatalogue catalogue = MachineCatalogue.load();
    private final Architecture architecture;

    Machines(boolean arm) {
        this.architecture = arm ? Architecture.ARM64 : Architecture.X86_64;
    }

    /**
     * A way to get machines.
     *
     * @param number its place among those that are tried in turn
     */
    record Offer(int number, String type, boolean spot) {}

    /** The machines of a role, by name. */
    NodeGroup nodes(NodeRole role, ClusterSpec spec) {
        return named(
                switch (role) {
                    case MASTER ->
                        spec.master().orElseGet(() -> NodeGroup.of(SMALL).build());
                    case GATEWAY ->
                        spec.gateway().orElseGet(() -> NodeGroup.of(SMALL).build());
                    case WORKER ->
                        spec.workerNodes()
                                .orElseGet(() ->
                                        NodeGroup.of(roomFor(spec.worker())).build());
                });
    }

    /** What a worker offers, the system's share, and the few hundredths that a machine has less than its nominal size. */
    private static Machine roomFor(Resources worker) {
        long wanted = (worker.memoryMiB() + (long) SYSTEM_MIB) * 105 / 100;
        return Machine.atLeast(worker.cores(), (int) Math.min(wanted, 64L * 1024 * 1024));
    }

    private NodeGroup named(NodeGroup nodes) {
        NodeGroup.Builder named = NodeGroup.of(type(nodes.machine()));
        nodes.machines().stream().skip(1).forEach(machine -> named.orElse(type(machine)));
        nodes.disks().forEach(named::disk);
        return named.purchase(nodes.purchase()).build();
    }

    private Machine type(Machine machine) {
        return Machine.type(catalogue.type(machine, architecture));
    }

    /** Spare capacity of every type before any at the list price. */
    static List<Offer> offers(NodeGroup nodes) {
        List<Offer> offers = new ArrayList<>();
        if (nodes.purchase() != Purchase.ON_DEMAND) {
            nodes.machines().forEach(machine -> offers.add(new Offer(offers.size(), machine.toString(), true)));
        }
        if (nodes.purchase() != Purchase.SPOT) {
            nodes.machines().forEach(machine -> offers.add(new Offer(offers.size(), machine.toString(), false)));
        }
        return offers;
    }
}
