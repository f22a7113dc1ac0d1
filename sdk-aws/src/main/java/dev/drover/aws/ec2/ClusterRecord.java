package dev.drover.aws.ec2;

import dev.drover.ClusterSpec;
import dev.drover.Disk;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * What is known of a cluster from the tags of its security group, which is made before everything else and outlives
 * everything else.
 *
 * @param workers how many there should be
 * @param resizes how often that was changed
 * @param begun when its making began; its age counts from then
 * @param made when everything had been asked for; empty while it is being made
 * @param ending whether it was asked to end
 */
record ClusterRecord(
        String groupId,
        String name,
        int workers,
        int resizes,
        Instant begun,
        Optional<Instant> made,
        boolean ending,
        String sparkVersion,
        NodeGroup workerNodes,
        Map<String, String> conf) {

    static ClusterRecord of(SecurityGroup group) {
        return of(group.groupId(), Tags.read(group.tags()));
    }

    static ClusterRecord of(String groupId, Map<String, String> tags) {
        return new ClusterRecord(
                groupId,
                tags.getOrDefault(Tags.CLUSTER, ""),
                Integer.parseInt(tags.getOrDefault(Tags.WORKERS, "0")),
                Integer.parseInt(tags.getOrDefault(Tags.RESIZES, "0")),
                Instant.parse(tags.getOrDefault(Tags.BEGUN, Instant.EPOCH.toString())),
                Optional.ofNullable(tags.get(Tags.MADE)).map(Instant::parse),
                tags.containsKey(Tags.ENDING),
                tags.getOrDefault(Tags.SPARK, ""),
                nodes(tags),
                conf(tags));
    }

    /** The tags that say so of a cluster that is to be made. */
    static Map<String, String> tags(
            String name, Instant begun, ClusterSpec spec, String sparkVersion, NodeGroup workerNodes) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(Tags.BEGUN, begun.truncatedTo(ChronoUnit.SECONDS).toString());
        tags.put(Tags.CLUSTER, name);
        tags.put(Tags.WORKERS, String.valueOf(spec.workers()));
        tags.put(Tags.SPARK, sparkVersion);
        tags.put(
                Tags.MACHINES,
                workerNodes.machines().stream().map(Machine::toString).collect(Collectors.joining(",")));
        tags.put(Tags.PURCHASE, workerNodes.purchase().name());
        tags.put(
                Tags.DISKS,
                workerNodes.disks().stream()
                        .map(disk -> disk.sizeGiB()
                                + disk.type().map(type -> ":" + type).orElse(""))
                        .collect(Collectors.joining(",")));
        if (spec.shuffleService()) {
            tags.put(Tags.CONF + "spark.shuffle.service.enabled", "true");
        }
        spec.conf().forEach((property, value) -> tags.put(Tags.CONF + property, value));
        return tags;
    }

    private static NodeGroup nodes(Map<String, String> tags) {
        List<Machine> machines =
                words(tags.get(Tags.MACHINES)).stream().map(Machine::type).toList();
        NodeGroup.Builder nodes = NodeGroup.of(machines.isEmpty() ? Machine.atLeast(1, 1024) : machines.get(0));
        machines.stream().skip(1).forEach(nodes::orElse);
        for (String disk : words(tags.get(Tags.DISKS))) {
            int colon = disk.indexOf(':');
            nodes.disk(
                    colon < 0
                            ? Disk.ofGiB(Integer.parseInt(disk))
                            : Disk.ofGiB(Integer.parseInt(disk.substring(0, colon)), disk.substring(colon + 1)));
        }
        return nodes.purchase(Purchase.valueOf(tags.getOrDefault(Tags.PURCHASE, Purchase.ON_DEMAND.name())))
                .build();
    }

    private static List<String> words(@Nullable String list) {
        return list == null || list.isEmpty() ? List.of() : List.of(list.split(",", -1));
    }

    private static Map<String, String> conf(Map<String, String> tags) {
        return tags.entrySet().stream()
                .filter(tag -> tag.getKey().startsWith(Tags.CONF))
                .collect(Collectors.toMap(tag -> tag.getKey().substring(Tags.CONF.length()), Map.Entry::getValue));
    }
}
