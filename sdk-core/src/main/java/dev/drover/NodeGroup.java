package dev.drover;

import java.util.ArrayList;
import java.util.List;

/**
 * The machines of one role in a cluster. Immutable.
 *
 * <pre>{@code
 * NodeGroup.of(Machine.type("m7g.xlarge")).orElse(Machine.type("m6g.xlarge"))
 *         .purchase(Purchase.SPOT_ELSE_ON_DEMAND)
 *         .disk(Disk.ofGiB(200, "gp3"))
 *         .build()
 * }</pre>
 */
public final class NodeGroup {
    private final List<Machine> machines;
    private final List<Disk> disks;
    private final Purchase purchase;

    private NodeGroup(Builder builder) {
        machines = List.copyOf(builder.machines);
        disks = List.copyOf(builder.disks);
        purchase = builder.purchase;
        if (machines.size() > 30 || disks.size() > 24) {
            throw DroverException.invalid("A node group has at most 30 machine types to choose from and 24 disks, not "
                    + machines.size() + " and " + disks.size() + ".");
        }
    }

    public static Builder of(Machine machine) {
        return new Builder(machine);
    }

    /** The machine to take, and after it those to take where it is not to be had; at least one. */
    public List<Machine> machines() {
        return machines;
    }

    /** The first of {@link #machines()}. */
    public Machine machine() {
        return machines.get(0);
    }

    /** What each machine gets beside its own; empty for the platform's default. */
    public List<Disk> disks() {
        return disks;
    }

    public Purchase purchase() {
        return purchase;
    }

    /** Builds a {@link NodeGroup}; bought on demand unless told otherwise. */
    public static final class Builder {
        private final List<Machine> machines = new ArrayList<>();
        private final List<Disk> disks = new ArrayList<>();
        private Purchase purchase = Purchase.ON_DEMAND;

        private Builder(Machine machine) {
            machines.add(machine);
        }

        /** Another machine that will do where those before it are not to be had. */
        public Builder orElse(Machine machine) {
            machines.add(machine);
            return this;
        }

        /** Adds a disk to each machine. */
        public Builder disk(Disk disk) {
            disks.add(disk);
            return this;
        }

        public Builder purchase(Purchase how) {
            purchase = how;
            return this;
        }

        public NodeGroup build() {
            return new NodeGroup(this);
        }
    }
}
