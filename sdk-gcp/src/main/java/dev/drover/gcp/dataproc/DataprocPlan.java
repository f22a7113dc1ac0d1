package dev.drover.gcp.dataproc;

import dev.drover.ClusterPlan;
import dev.drover.ClusterPlan.Item;
import dev.drover.ClusterSpec;
import dev.drover.Customizer;
import dev.drover.Disk;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.gcp.dataproc.DataprocOptions.SpareCapacity;
import dev.drover.gcp.dataproc.NodeTranslation.Nodes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in words and as data what a spec becomes. */
final class DataprocPlan {
    private final Place place;
    private final DataprocOptions options;
    private final List<String> creates = new ArrayList<>();
    private final List<String> limits = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();

    DataprocPlan(Place place, DataprocOptions options) {
        this.place = place;
        this.options = options;
    }

    /** @param policy the autoscaling policy that is made for it if it is not there */
    ClusterPlan of(
            ClusterSpec spec, String image, List<Nodes> machines, Optional<String> policy, List<String> problems) {
        policy.ifPresent(this::policy);
        cluster(spec, image);
        machines.forEach(this::nodes);
        spec.bootstrapActions().forEach(this::action);
        limits(spec);
        return new ClusterPlan(creates, limits, problems, items);
    }

    private void policy(String id) {
        creates.add("the autoscaling policy " + id + ", unless it is there; it costs nothing and stays");
        items.add(new Item("autoscaling-policy", 1, Map.of("id", id)));
    }

    private void cluster(ClusterSpec spec, String image) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("image", image);
        details.put("project", place.project());
        details.put("region", place.region());
        details.put("addresses", options.publicAddresses() ? "public" : "internal");
        details.put("unchecked", "quotas, machine types, image, network: Dataproc says so when it makes the cluster");
        options.zone().ifPresent(zone -> details.put("zone", zone));
        options.subnetwork().or(options::network).ifPresent(network -> details.put("network", network));
        options.autoscalingPolicy()
                .filter(unused -> spec.scaling().isEmpty())
                .ifPresent(id -> details.put("autoscalingPolicy", id));
        spec.logs().ifPresent(logs -> details.put("logs", logs.toString()));
        spec.scaling()
                .ifPresent(
                        range -> details.put("scaling", range.minWorkers() + " to " + range.maxWorkers() + " workers"));
        String customized = spec.customizers().stream().map(Customizer::label).collect(Collectors.joining(", "));
        if (!customized.isEmpty()) {
            details.put("customized", customized);
        }
        creates.add("a cluster of Dataproc " + image + " in " + place.region() + " of " + place.project() + " with "
                + (options.publicAddresses() ? "public" : "internal") + " addresses"
                + (customized.isEmpty() ? "" : ", changed by: " + customized));
        items.add(new Item("cluster", 1, details));
    }

    private void nodes(Nodes nodes) {
        String role = switch (nodes.role()) {
            case PRIMARY -> "primary";
            case WORKER -> "worker";
            case SECONDARY -> "secondary worker";
        };
        Map<String, String> details = new LinkedHashMap<>();
        details.put("role", role);
        details.put("type", String.join(",", nodes.types()));
        details.put("purchase", nodes.spare() ? options.spareCapacity().name() : "ON_DEMAND");
        if (!nodes.disks().isEmpty()) {
            details.put("disks", nodes.disks().stream().map(Disk::toString).collect(Collectors.joining(",")));
        }
        items.add(new Item("instance", nodes.count(), details));
        creates.add(nodes.count() + " " + role + (nodes.count() == 1 ? "" : "s") + " of "
                + String.join(" or ", nodes.types()) + ", " + purchase(nodes)
                + nodes.disks().stream().map(disk -> ", with " + disk).collect(Collectors.joining()));
    }

    private String purchase(Nodes nodes) {
        if (!nodes.spare()) {
            return "on demand";
        }
        return options.spareCapacity() == SpareCapacity.SPOT ? "spare capacity (spot)" : "spare capacity (preemptible)";
    }

    private void action(BootstrapAction action) {
        creates.add("one run of bootstrap action " + action.name() + " on each machine");
        items.add(new Item("initialization-action", 1, Map.of("name", action.name())));
        limits.add("native: bootstrap action " + action.name() + " ends after " + action.timeout());
    }

    private void limits(ClusterSpec spec) {
        limits.add(spec.idleTimeout()
                .map(limit -> "native: Dataproc ends the cluster after " + limit + " in which nothing runs on it")
                .orElse("reaper only: nothing ends the cluster when it is idle; set idleTimeout"));
        limits.add(spec.maxAge()
                .map(limit -> "native: Dataproc ends the cluster at an age of " + limit)
                .orElse("reaper only: nothing ends the cluster at an age; set maxAge"));
    }
}
