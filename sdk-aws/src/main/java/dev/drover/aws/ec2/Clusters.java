package dev.drover.aws.ec2;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds clusters by their tags. */
final class Clusters {
    private final Ec2Calls calls;

    Clusters(Ec2Calls calls) {
        this.calls = calls;
    }

    /** The cluster of a name; one that is not ending before one that is. */
    Optional<Life> find(String name, CallContext context) {
        return calls.groups(context, Tags.equal(Tags.CLUSTER, name)).stream()
                .map(ClusterRecord::of)
                .min(Comparator.comparing(ClusterRecord::ending))
                .map(record -> life(record, context));
    }

    /** A cluster that lives. */
    Life living(ClusterId id, CallContext context) {
        return find(id.name(), context)
                .filter(life -> !life.over())
                .orElseThrow(() -> new DroverException(
                        ErrorCode.NOT_FOUND, "There is no cluster '" + id + "'; it ended, or never was here."));
    }

    Life life(ClusterRecord record, CallContext context) {
        List<Node> nodes = calls.nodes(context, Tags.equal(Tags.GROUP, record.groupId()));
        return new Life(record, nodes, context.now());
    }

    /** All clusters, by two questions. */
    List<Life> all(CallContext context) {
        List<ClusterRecord> records = calls.groups(context, Tags.present(Tags.CLUSTER)).stream()
                .map(ClusterRecord::of)
                .toList();
        if (records.isEmpty()) {
            return List.of();
        }
        Map<String, List<Node>> nodes =
                calls.nodes(context, Tags.present(Tags.GROUP)).stream().collect(Collectors.groupingBy(Node::group));
        return records.stream()
                .map(record -> new Life(record, nodes.getOrDefault(record.groupId(), List.of()), context.now()))
                .toList();
    }
}
