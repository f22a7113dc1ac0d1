package dev.drover.internal.spec;

import dev.drover.Disk;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import java.util.List;
import java.util.Optional;

/** The keys of {@link NodeGroup}. */
final class NodeGroupKeys {

    private NodeGroupKeys() {}

    private static final class Draft {
        private List<Machine> machines = List.of();
        private List<Disk> disks = List.of();
        private Purchase purchase = Purchase.ON_DEMAND;

        NodeGroup build() {
            NodeGroup.Builder nodes = NodeGroup.of(machines.get(0)).purchase(purchase);
            machines.stream().skip(1).forEach(nodes::orElse);
            disks.forEach(nodes::disk);
            return nodes.build();
        }
    }

    static Kind<NodeGroup> kind() {
        return Keys.of(Draft::new, Draft::build)
                .required(
                        "machines",
                        Kinds.list(machine(), 1, 30),
                        "The machine to take, and after it those to take where it is not to be had: types by the"
                                + " platform's names, or what they must have at least.",
                        (draft, machines) -> draft.machines = machines)
                .key(
                        "disks",
                        Kinds.list(DiskDraft.keys().kind(), 0, 24),
                        "What each machine gets beside its own.",
                        (draft, disks) -> draft.disks = disks)
                .key(
                        "purchase",
                        Kinds.choice(Purchase.class),
                        "How machines are paid for; by default on-demand.",
                        (draft, how) -> draft.purchase = how)
                .end()
                .kind();
    }

    private static Kind<Machine> machine() {
        return Kinds.either(
                Kinds.matching("a type of machines, such as m7g.xlarge", "[a-z0-9][a-z0-9.-]{1,62}")
                        .as(Machine::type),
                SpecKinds.resources().as(least -> Machine.atLeast(least.cores(), least.memoryMiB())));
    }

    private static final class DiskDraft {
        private int size;
        private Optional<String> type = Optional.empty();

        static Keys<Disk> keys() {
            return Keys.of(DiskDraft::new, draft -> new Disk(draft.size, draft.type))
                    .required(
                            "size",
                            SpecKinds.gibibytes(),
                            "How large it is, such as 200GiB.",
                            (draft, size) -> draft.size = size)
                    .key(
                            "type",
                            Kinds.matching("a kind of disk, such as gp3", "[a-z0-9][a-z0-9-]{0,62}"),
                            "The platform's name for its kind; by default the platform's choice.",
                            (draft, type) -> draft.type = Optional.of(type))
                    .end();
        }
    }
}
