package dev.drover.aws.ec2;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A cluster's record and machines at one moment, as EC2 tells of them. */
record Life(ClusterRecord record, List<Node> nodes, Instant now) {
    /** A machine that was just made may be missing from a list; after this time a missing one is gone. */
    static final Duration INVISIBLE = Duration.ofMinutes(5);

    List<Node> of(NodeRole role) {
        return nodes.stream().filter(node -> node.role() == role).toList();
    }

    List<Node> living(NodeRole role) {
        return of(role).stream().filter(Node::living).toList();
    }

    /** The master; the living one, if there is one. */
    Optional<Node> master() {
        List<Node> living = living(NodeRole.MASTER);
        return (living.isEmpty() ? of(NodeRole.MASTER) : living).stream().findFirst();
    }

    /** Whether everything has been asked for, but so lately that machines may still be missing from lists. */
    boolean young() {
        return record.made().map(made -> now.isBefore(made.plus(INVISIBLE))).orElse(true);
    }

    /** Whether it has ended or will, so that its name can be used anew once it is cleared away. */
    boolean over() {
        if (record.ending()) {
            return true;
        }
        return record.made().isPresent()
                ? lost(NodeRole.MASTER) || lost(NodeRole.WORKER)
                : nodes.stream().anyMatch(node -> !node.living());
    }

    private boolean lost(NodeRole role) {
        List<Node> all = of(role);
        return all.isEmpty() ? !young() : living(role).isEmpty();
    }

    /** Whether nothing of it is left but its security group. */
    boolean cleared() {
        return nodes.stream().allMatch(Node::gone);
    }
}
