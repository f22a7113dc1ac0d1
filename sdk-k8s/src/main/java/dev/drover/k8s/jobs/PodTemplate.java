package dev.drover.k8s.jobs;

import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.PodOptions;
import dev.drover.k8s.SecretKey;
import dev.drover.k8s.SpotMarket;
import dev.drover.k8s.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pods of one role as a <a
 * href="https://spark.apache.org/docs/latest/running-on-kubernetes.html#pod-template">template</a>: all that both
 * operators, and Kubernetes' own Jobs, understand in the same way. Pure.
 */
final class PodTemplate {
    static final String DRIVER = "spark-kubernetes-driver";
    static final String EXECUTOR = "spark-kubernetes-executor";
    static final String COMMAND = "command";

    private static final String ZONE = "topology.kubernetes.io/zone";

    private final Order order;
    private final PodOptions pod;
    private final boolean executors;
    private final Fields container;
    private final PodVolumes volumes;

    private PodTemplate(Order order, PodOptions pod, String container) {
        this.order = order;
        this.pod = pod;
        this.executors = container.equals(EXECUTOR);
        this.container = new Fields().set("name", container);
        this.volumes = new PodVolumes(order);
    }

    static Fields driver(Order order) {
        return new PodTemplate(order, order.options().driver(), DRIVER).template(new Fields());
    }

    static Fields executor(Order order) {
        return new PodTemplate(order, order.options().executor(), EXECUTOR).template(new Fields());
    }

    /** @param spec what a command's pod says beside it */
    static Fields command(Order order, Fields container, Fields spec) {
        PodTemplate template = new PodTemplate(order, order.options().driver(), COMMAND);
        Fields.merge(template.container.json(), container.json());
        return template.template(spec);
    }

    private Fields template(Fields spec) {
        container.list("env", environment()).list("volumeMounts", volumes.mounts());
        spec.texts("nodeSelector", nodeSelector())
                .list(
                        "tolerations",
                        tolerations().stream().map(PodTemplate::toleration).toList())
                .set("affinity", affinity())
                .set("priorityClassName", pod.priorityClass())
                .list("volumes", volumes.volumes())
                .list(
                        "initContainers",
                        order.options().bootstrap().stream()
                                .map(action -> BootstrapContainer.of(action, order, environment(), volumes.mounts()))
                                .toList())
                .list("containers", List.of(container));
        return new Fields()
                .set("metadata", new Fields().texts("labels", labels()).texts("annotations", annotations()))
                .set("spec", spec);
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(order.jobOptions().labels());
        labels.putAll(pod.labels());
        labels.put(Marks.ATTEMPT, order.name());
        order.options().queue().ifPresent(system -> {
            if (system instanceof KubeQueue.YuniKorn) {
                labels.put("queue", order.queue(system));
                labels.put("applicationId", order.name());
            }
        });
        return labels;
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>(pod.annotations());
        order.options().queue().ifPresent(system -> {
            if (system instanceof KubeQueue.Volcano) {
                annotations.put("scheduling.volcano.sh/queue-name", order.queue(system));
            }
        });
        return annotations;
    }

    private List<Fields> environment() {
        KubeJobOptions options = order.options();
        List<Fields> all = new ArrayList<>();
        if (!executors) {
            Map<String, String> variables = new TreeMap<>(order.jobOptions().env());
            // A JVM takes its arguments in the encoding of its locale, which in an image is often none.
            variables.putIfAbsent("LC_ALL", "C.UTF-8");
            variables.forEach(
                    (name, value) -> all.add(new Fields().set("name", name).set("value", ContainerText.whole(value))));
            order.parts()
                    .variables()
                    .forEach(name ->
                            all.add(reference(name, new SecretKey(order.parts().name(), name))));
        }
        PodOptions role = executors ? options.executor() : options.driver();
        new TreeMap<>(role.variables()).forEach((name, key) -> all.add(reference(name, key)));
        return all;
    }

    private static Fields reference(String variable, SecretKey key) {
        return new Fields()
                .set("name", variable)
                .set(
                        "valueFrom",
                        new Fields()
                                .set(
                                        "secretKeyRef",
                                        new Fields().set("name", key.secret()).set("key", key.key())));
    }

    private Map<String, String> nodeSelector() {
        Map<String, String> selector = new TreeMap<>(pod.nodeSelector());
        if (executors) {
            order.options().spotExecutors().ifPresent(spot -> selector.put(spot.label(), spot.value()));
        }
        return selector;
    }

    private List<Toleration> tolerations() {
        List<Toleration> all = new ArrayList<>(pod.tolerations());
        if (executors) {
            order.options().spotExecutors().flatMap(SpotMarket::toleration).ifPresent(all::add);
        }
        return all;
    }

    private static Fields toleration(Toleration toleration) {
        return new Fields()
                .set("key", toleration.key())
                .set("operator", toleration.value().isPresent() ? "Equal" : "Exists")
                .set("value", toleration.value())
                .set("effect", toleration.effect().map(Toleration.Effect::word));
    }

    private Fields affinity() {
        List<Fields> expressions = new ArrayList<>();
        if (!pod.zones().isEmpty()) {
            expressions.add(expression(ZONE, "In", pod.zones()));
        }
        if (!executors) {
            // Nodes without such a label are welcome too.
            order.options()
                    .spotExecutors()
                    .ifPresent(spot -> expressions.add(expression(spot.label(), "NotIn", List.of(spot.value()))));
        }
        Fields terms = new Fields();
        if (!expressions.isEmpty()) {
            terms.list("nodeSelectorTerms", List.of(new Fields().list("matchExpressions", expressions)));
        }
        return new Fields()
                .set("nodeAffinity", new Fields().set("requiredDuringSchedulingIgnoredDuringExecution", terms));
    }

    private static Fields expression(String label, String operator, List<String> values) {
        return new Fields().set("key", label).set("operator", operator).texts("values", values);
    }
}
