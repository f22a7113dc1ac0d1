package dev.drover.k8s.clusters;

import dev.drover.k8s.PodOptions;
import dev.drover.k8s.Toleration;
import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1NodeAffinity;
import io.kubernetes.client.openapi.models.V1NodeSelector;
import io.kubernetes.client.openapi.models.V1NodeSelectorRequirement;
import io.kubernetes.client.openapi.models.V1NodeSelectorTerm;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * On which nodes the pods of a role may run.
 *
 * @param types of machines, any of which will do; empty for all
 */
record PodPlacement(PodOptions pods, Map<String, String> everywhere, List<String> types) {
    private static final String MACHINE_TYPE = "node.kubernetes.io/instance-type";
    private static final String ZONE = "topology.kubernetes.io/zone";

    void apply(V1PodSpec pod) {
        Map<String, String> selector = new TreeMap<>(everywhere);
        selector.putAll(pods.nodeSelector());
        if (!selector.isEmpty()) {
            pod.nodeSelector(selector);
        }
        pods.tolerations().forEach(each -> pod.addTolerationsItem(toleration(each)));
        pods.priorityClass().ifPresent(pod::priorityClassName);
        List<V1NodeSelectorRequirement> needs = needs();
        if (!needs.isEmpty()) {
            pod.affinity(new V1Affinity()
                    .nodeAffinity(new V1NodeAffinity()
                            .requiredDuringSchedulingIgnoredDuringExecution(new V1NodeSelector()
                                    .addNodeSelectorTermsItem(new V1NodeSelectorTerm().matchExpressions(needs)))));
        }
    }

    private List<V1NodeSelectorRequirement> needs() {
        List<V1NodeSelectorRequirement> needs = new ArrayList<>();
        if (!types.isEmpty()) {
            needs.add(oneOf(MACHINE_TYPE, types));
        }
        if (!pods.zones().isEmpty()) {
            needs.add(oneOf(ZONE, pods.zones()));
        }
        return needs;
    }

    private static V1NodeSelectorRequirement oneOf(String label, List<String> values) {
        return new V1NodeSelectorRequirement().key(label).operator("In").values(values);
    }

    private static V1Toleration toleration(Toleration toleration) {
        V1Toleration all = new V1Toleration()
                .key(toleration.key())
                .operator(toleration.value().isPresent() ? "Equal" : "Exists");
        toleration.value().ifPresent(all::value);
        toleration.effect().map(Toleration.Effect::word).ifPresent(all::effect);
        return all;
    }
}
