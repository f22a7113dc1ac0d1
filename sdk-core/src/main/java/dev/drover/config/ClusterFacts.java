package dev.drover.config;

import dev.drover.ClusterNode;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the outputs of a cluster's template may refer to; empty texts for what a cluster does not have. */
final class ClusterFacts {

    private ClusterFacts() {}

    static Map<String, Function<ClusterStatus, String>> all() {
        Map<String, Function<ClusterStatus, String>> facts = new LinkedHashMap<>();
        facts.put("cluster.id", status -> status.id().toString());
        facts.put("cluster.name", status -> status.id().name());
        facts.put("cluster.location", status -> status.id().location().toString());
        facts.put("cluster.state", status -> status.state().toString());
        facts.put("cluster.sparkVersion", status -> status.sparkVersion().orElse(""));
        facts.put("cluster.master", status -> addresses(status, Role.MASTER));
        facts.put("cluster.masterUi", ClusterFacts::masterUi);
        facts.put("cluster.gateway", status -> addresses(status, Role.GATEWAY));
        facts.put("cluster.workers", status -> addresses(status, Role.WORKER));
        facts.put(
                "cluster.workerCount",
                status -> String.valueOf(status.nodes(Role.WORKER).size()));
        facts.put("cluster.prometheusTargets", ClusterStatus::prometheusTargets);
        return facts;
    }

    private static String addresses(ClusterStatus status, Role role) {
        return status.nodes(role).stream().map(ClusterNode::address).collect(Collectors.joining(","));
    }

    private static String masterUi(ClusterStatus status) {
        return status.nodes(Role.MASTER).stream()
                .flatMap(node -> node.ui().stream())
                .map(Object::toString)
                .collect(Collectors.joining(","));
    }
}
