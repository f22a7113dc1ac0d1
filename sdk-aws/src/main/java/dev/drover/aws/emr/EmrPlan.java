package dev.drover.aws.emr;

import dev.drover.ClusterPlan;
import dev.drover.ClusterPlan.Item;
import dev.drover.ClusterSpec;
import dev.drover.Customizer;
import dev.drover.Disk;
import dev.drover.aws.emr.NodeTranslation.Nodes;
import dev.drover.bootstrap.BootstrapAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in words and as data what a spec becomes. */
final class EmrPlan {
    private final EmrOptions options;
    private final String region;
    private final List<String> creates = new ArrayList<>();
    private final List<String> limits = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();

    EmrPlan(EmrOptions options, String region) {
        this.options = options;
        this.region = region;
    }

    ClusterPlan of(
            ClusterSpec spec, String release, List<Nodes> machines, boolean timedActions, List<String> problems) {
        cluster(spec, release);
        machines.forEach(this::nodes);
        spec.bootstrapActions().forEach(action -> action(action, timedActions));
        limits(spec);
        return new ClusterPlan(creates, limits, problems, items);
    }

    private void cluster(ClusterSpec spec, String release) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("release", release);
        details.put("region", region);
        details.put("applications", String.join(",", options.applications()));
        details.put("stepConcurrency", String.valueOf(options.stepConcurrency()));
        if (!options.subnets().isEmpty()) {
            details.put("subnets", String.join(",", options.subnets()));
        }
        spec.logs().or(options::logs).ifPresent(logs -> details.put("logs", logs.toString()));
        spec.scaling()
                .ifPresent(
                        range -> details.put("scaling", range.minWorkers() + " to " + range.maxWorkers() + " workers"));
        String customized = spec.customizers().stream().map(Customizer::label).collect(Collectors.joining(", "));
        if (!customized.isEmpty()) {
            details.put("customized", customized);
        }
        creates.add(
                "a cluster of EMR " + release + " in " + region + " with " + String.join(", ", options.applications())
                        + (customized.isEmpty() ? "" : ", changed by: " + customized));
        items.add(new Item("cluster", 1, details));
    }

    private void nodes(Nodes nodes) {
        String role = nodes.role().equals("MASTER") ? "primary" : "worker";
        Map<String, String> details = new LinkedHashMap<>();
        details.put("role", role);
        details.put("type", String.join(",", nodes.types()));
        details.put("purchase", nodes.purchase().name());
        if (!nodes.disks().isEmpty()) {
            details.put("disks", nodes.disks().stream().map(Disk::toString).collect(Collectors.joining(",")));
        }
        items.add(new Item("instance", nodes.count(), details));
        creates.add(nodes.count() + " " + role + (nodes.count() == 1 ? "" : "s") + " of "
                + String.join(" or ", nodes.types()) + ", " + purchase(nodes)
                + nodes.disks().stream().map(disk -> ", with " + disk).collect(Collectors.joining()));
    }

    private static String purchase(Nodes nodes) {
        return switch (nodes.purchase()) {
            case ON_DEMAND -> "on demand";
            case SPOT -> "spare capacity (spot)";
            case SPOT_ELSE_ON_DEMAND -> "spare capacity (spot), on demand if there is none";
        };
    }

    private void action(BootstrapAction action, boolean timed) {
        creates.add("one run of bootstrap action " + action.name() + " on each machine");
        items.add(new Item("bootstrap-action", 1, Map.of("name", action.name())));
        limits.add(
                timed
                        ? "on the node: bootstrap action " + action.name() + " ends after " + action.timeout()
                        : "native: EMR ends bootstrap action " + action.name() + " after "
                                + BootstrapScripts.EMR_LIMIT_MINUTES + " minutes; its own limit of " + action.timeout()
                                + " needs EmrOptions.staging");
    }

    private void limits(ClusterSpec spec) {
        limits.add(spec.idleTimeout()
                .map(limit -> "native: EMR ends the cluster after " + limit + " in which nothing runs on it")
                .orElse("reaper only: nothing ends the cluster when it is idle; set idleTimeout"));
        limits.add("reaper only: EMR knows no maximum age");
    }
}
