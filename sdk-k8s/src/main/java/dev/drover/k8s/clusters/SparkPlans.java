package dev.drover.k8s.clusters;

import dev.drover.ClusterPlan;
import dev.drover.ClusterPlan.Item;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.k8s.clusters.SparkParts.Order;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.Right;
import dev.drover.spi.CallContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Says what would be made of a cluster of Spark standalone, and which rights are missing for it. */
final class SparkPlans {
    static final String NAME = "the-name-comes-from-the-key";
    private static final SparkKeys NO_KEYS = new SparkKeys("", "");

    private final String namespace;
    private final KubeSparkOptions options;
    private final SparkParts parts;
    private final Checks checks;

    SparkPlans(KubeCalls calls, String namespace, KubeSparkOptions options, SparkParts parts) {
        this.namespace = namespace;
        this.options = options;
        this.parts = parts;
        this.checks = new Checks(calls);
    }

    ClusterPlan plan(ClusterSpec spec, Runnable check, Supplier<Order> ordered, CallContext context) {
        List<String> limits = List.of(
                "no maximum age and no idle time: its pods stay until it is terminated; reap it, or let its nodes scale");
        try {
            check.run();
            Order order = ordered.get();
            List<Part> all = new ArrayList<>();
            all.add(parts.secret(order, NO_KEYS));
            all.addAll(parts.rest(order, ""));
            List<Item> items = new ArrayList<>();
            for (Part part : all) {
                items.add(Checks.item(part));
            }
            items.add(pods(1, SparkRole.MASTER, order));
            items.add(pods(spec.workers(), SparkRole.WORKER, order));
            return new ClusterPlan(
                    items.stream().map(Checks::words).toList(), limits, checks.missing(rights(all), context), items);
        } catch (DroverException e) {
            return new ClusterPlan(List.of(), limits, List.of(e.getMessage()));
        }
    }

    private Item pods(int count, SparkRole role, Order order) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("role", role.word());
        details.put("image", options.image(order.sparkVersion()));
        details.put("requests", PodTemplates.of(role, order.spec()).toString());
        return new Item("Pod", count, details);
    }

    /** To make it, to look at it, to reach it and to end it. */
    private List<Right> rights(List<Part> all) {
        Set<Right> rights = new LinkedHashSet<>();
        all.forEach(part ->
                rights.add(new Right("create", part.kind().group(), part.kind().plural(), namespace)));
        for (String verb : List.of("get", "list", "patch", "delete")) {
            rights.add(new Right(verb, "", "secrets", namespace));
        }
        rights.add(new Right("list", "", "pods", namespace));
        rights.add(new Right("get", "apps", "statefulsets", namespace));
        rights.add(new Right("patch", "apps", "statefulsets", namespace));
        if (!options.podAddresses()) {
            rights.add(new Right("get", "", "pods/portforward", namespace));
            rights.add(new Right("create", "", "pods/portforward", namespace));
        }
        return List.copyOf(rights);
    }
}
