package dev.drover.k8s.clusters;

import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import java.util.concurrent.atomic.AtomicReference;

/** The keys of {@link KubeNamespaceOptions}, in a group of their own: jobs have some of the same names. */
final class KubeNamespaceKeys {

    private KubeNamespaceKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<KubeNamespaceOptions> keys() {
        return Keys.of(() -> new AtomicReference<>(KubeNamespaceOptions.standard()), AtomicReference::get)
                .key(
                        "namespaces",
                        group().kind(),
                        "How namespaces are made ready for Spark, where Drover makes them.",
                        AtomicReference::set)
                .end();
    }

    private static Keys<KubeNamespaceOptions> group() {
        return Keys.of(KubeNamespaceOptions::builder, KubeNamespaceOptions.Builder::build)
                .key(
                        "serviceAccount",
                        Kinds.text(),
                        "The service account that drivers run as; by default spark.",
                        KubeNamespaceOptions.Builder::serviceAccount)
                .key(
                        "pullSecrets",
                        Kinds.map(Kinds.secret()),
                        "Docker config files with credentials of registries, by the names that they get.",
                        (options, all) -> all.forEach(options::pullSecret))
                .key(
                        "quota",
                        Kinds.map(Kinds.text()),
                        "Further limits, such as pods or requests.nvidia.com/gpu.",
                        (options, all) -> all.forEach(options::quota))
                .key(
                        "containerDefaults",
                        Kinds.both(
                                new Keys.Named<>("cpu", Kinds.text(), "Cores, such as 100m."),
                                new Keys.Named<>("memory", Kinds.text(), "Memory, such as 256Mi.")),
                        "What a container without requests is taken to ask for; by default 100m and 256Mi.",
                        (options, both) -> options.containerDefaults(both.getKey(), both.getValue()))
                .key(
                        "labels",
                        Kinds.map(Kinds.text()),
                        "Labels of the namespaces.",
                        (options, all) -> all.forEach(options::label))
                .end();
    }
}
