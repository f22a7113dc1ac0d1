package dev.drover.aws.ec2;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * Ends clusters in the reverse order of their making: workers and gateway, then the master, and the security group last.
 * EC2 keeps a group while a machine that uses it shuts down, which takes a minute or so; a group that is left over costs
 * nothing and goes with the next end or the next create of the same name. Storage is left alone.
 */
final class Ending {
    private static final Filter NOT_GONE = Filter.builder()
            .name("instance-state-name")
            .values("pending", "running", "shutting-down", "stopping", "stopped")
            .build();

    private final Ec2Calls calls;
    private final Clusters clusters;

    Ending(Ec2Calls calls, Clusters clusters) {
        this.calls = calls;
        this.clusters = clusters;
    }

    /**
     * Asks for the end.
     *
     * @param known ids of machines that EC2 may not list yet
     */
    void end(ClusterRecord record, Collection<String> known, CallContext context) {
        calls.tag(record.groupId(), Map.of(Tags.ENDING, context.now().toString()), context);
        List<Node> nodes = clusters.life(record, context).nodes();
        List<String> masters = living(nodes, true);
        List<String> others = Stream.concat(living(nodes, false).stream(), known.stream())
                .filter(id -> !masters.contains(id))
                .distinct()
                .toList();
        calls.end(others, context);
        calls.end(masters, context);
        delete(record, context);
    }

    private static List<String> living(List<Node> nodes, boolean master) {
        return nodes.stream()
                .filter(node -> node.living() && (node.role() == NodeRole.MASTER) == master)
                .map(Node::id)
                .toList();
    }

    /** Removes the groups of clusters that have ended since. */
    void sweep(CallContext context) {
        clusters.all(context).stream()
                .filter(life -> life.record().ending() && life.cleared())
                .forEach(life -> delete(life.record(), context));
    }

    /** Clears away what is left of a cluster, so that another one can take its name. */
    void clear(Life life, CallContext context) {
        end(life.record(), List.of(), context);
        awaitGone(life.record(), context);
        calls.deleteGroup(life.record().groupId(), context);
    }

    private void awaitGone(ClusterRecord record, CallContext context) {
        var unused = calls.look("DescribeInstances", context, (ec2, limits) -> {
            DescribeInstancesResponse left =
                    ec2.describeInstances(r -> r.filters(Tags.equal(Tags.GROUP, record.groupId()), NOT_GONE)
                            .overrideConfiguration(limits));
            if (left.reservations().isEmpty()) {
                return left;
            }
            throw new NativeException(stillEnding(record));
        });
    }

    private static Failure stillEnding(ClusterRecord record) {
        return new Failure(
                ErrorCode.CONFLICT,
                Effect.NONE,
                Failure.Scope.REQUEST,
                true,
                Optional.empty(),
                "machines of the earlier cluster '" + record.name()
                        + "' are still shutting down. Create it again in a minute.");
    }

    private void delete(ClusterRecord record, CallContext context) {
        try {
            calls.deleteGroup(record.groupId(), context);
        } catch (DroverException e) {
            if (e.code() != ErrorCode.CONFLICT) {
                throw e;
            }
            context.progress("the security group " + record.groupId() + " of cluster " + record.name()
                    + " is in use while machines shut down; the next end of a cluster removes it");
        }
    }
}
