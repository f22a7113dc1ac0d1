package dev.drover.k8s.internal;

import dev.drover.k8s.PodOptions;
import dev.drover.k8s.SecretKey;
import dev.drover.k8s.Toleration;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import java.util.Optional;

/** The keys of {@link PodOptions}. */
public final class PodKeys {
    private static final int MOST_MIB = 64 * 1024 * 1024;

    private PodKeys() {}

    /** What {@code drover.yaml} may say. */
    public static Keys<PodOptions> keys() {
        return Keys.of(PodOptions::builder, PodOptions.Builder::build)
                .key("labels", Kinds.map(Kinds.text()), "Labels of the pods.", (pods, all) -> all.forEach(pods::label))
                .key(
                        "annotations",
                        Kinds.map(Kinds.text()),
                        "Annotations of the pods.",
                        (pods, all) -> all.forEach(pods::annotation))
                .key(
                        "nodeSelector",
                        Kinds.map(Kinds.text()),
                        "Only nodes with these labels.",
                        (pods, all) -> all.forEach(pods::nodeSelector))
                .key(
                        "tolerations",
                        Kinds.list(Tolerated.keys().kind()),
                        "Taints of nodes that the pods may run on all the same.",
                        (pods, all) -> all.forEach(pods::toleration))
                .key(
                        "zones",
                        Kinds.list(Kinds.text()),
                        "Only nodes in one of these zones; by default in any.",
                        (pods, all) -> pods.zones(all.toArray(String[]::new)))
                .key(
                        "memoryOverheadMiB",
                        Kinds.integer(1, MOST_MIB),
                        "Memory beside the heap; by default a tenth of the heap and at least 384.",
                        PodOptions.Builder::memoryOverheadMiB)
                .key(
                        "cpuLimit",
                        Kinds.text(),
                        "The most that a container gets of its node's cores, such as 1500m; by default no limit.",
                        PodOptions.Builder::cpuLimit)
                .key(
                        "priorityClass",
                        Kinds.text(),
                        "A PriorityClass of the cluster; by default none.",
                        PodOptions.Builder::priorityClass)
                .key(
                        "variables",
                        Kinds.map(Kinds.both(
                                        new Keys.Named<>("secret", Kinds.text(), "The name of the Secret."),
                                        new Keys.Named<>("key", Kinds.text(), "The key in it."))
                                .as(both -> new SecretKey(both.getKey(), both.getValue()))),
                        "Environment variables from Secrets that are in the namespace already.",
                        (pods, all) -> all.forEach(pods::variable))
                .end();
    }

    private static final class Tolerated {
        private String key = "";
        private Optional<String> value = Optional.empty();
        private Optional<Toleration.Effect> effect = Optional.empty();

        static Keys<Toleration> keys() {
            return Keys.of(Tolerated::new, taint -> new Toleration(taint.key, taint.value, taint.effect))
                    .required("key", Kinds.text(), "The taint's key.", (taint, key) -> taint.key = key)
                    .key(
                            "value",
                            Kinds.text(),
                            "The taint's value; by default any.",
                            (taint, value) -> taint.value = Optional.of(value))
                    .key(
                            "effect",
                            Kinds.choice(Toleration.Effect.class),
                            "The taint's effect; by default any.",
                            (taint, effect) -> taint.effect = Optional.of(effect))
                    .end();
        }
    }
}
