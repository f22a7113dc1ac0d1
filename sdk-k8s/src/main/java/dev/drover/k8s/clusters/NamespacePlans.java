package dev.drover.k8s.clusters;

import dev.drover.ClusterPlan;
import dev.drover.ClusterPlan.Item;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.Right;
import dev.drover.spi.CallContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what would be made of a namespace, and which rights are missing for it. */
final class NamespacePlans {
    private static final String NAME = "the-name-comes-from-the-key";

    private final NamespaceParts parts;
    private final Checks checks;

    NamespacePlans(NamespaceParts parts, KubeCalls calls) {
        this.parts = parts;
        this.checks = new Checks(calls);
    }

    ClusterPlan plan(ClusterSpec spec, Runnable check, CallContext context) {
        List<String> limits = List.of(
                "all pods together: " + NamespaceParts.amounts(spec.workers(), spec.worker()),
                "no maximum age and no idle time: it stays until it is terminated; a namespace without pods costs nothing");
        try {
            check.run();
        } catch (DroverException e) {
            return new ClusterPlan(List.of(), limits, List.of(e.getMessage()));
        }
        List<Part> all = new ArrayList<>();
        all.add(parts.namespace(NAME, spec));
        all.addAll(parts.inside(NAME, spec));
        List<Item> items = all.stream()
                .map(part -> part.namespace().isEmpty() ? new Item("Namespace", 1, Map.of()) : Checks.item(part))
                .toList();
        return new ClusterPlan(
                items.stream().map(Checks::words).toList(), limits, checks.missing(rights(all), context), items);
    }

    /** A role can only be given by somebody who has its rights. The namespace is not there yet, so they must hold everywhere. */
    private static List<Right> rights(List<Part> all) {
        Set<Right> rights = new LinkedHashSet<>();
        all.forEach(part ->
                rights.add(new Right("create", part.kind().group(), part.kind().plural(), "")));
        NamespaceParts.DRIVERS_OBJECTS.forEach(each -> rights.add(new Right("create", "", each, "")));
        rights.add(new Right("patch", "", "namespaces", ""));
        rights.add(new Right("delete", "", "namespaces", ""));
        return List.copyOf(rights);
    }
}
