package dev.drover.k8s.clusters;

import dev.drover.StorageUri;
import dev.drover.k8s.internal.PodKeys;
import dev.drover.k8s.internal.VolumeKeys;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link KubeSparkOptions}. */
final class KubeSparkKeys {

    private KubeSparkKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<KubeSparkOptions> keys() {
        return Keys.of(KubeSparkOptions::builder, KubeSparkOptions.Builder::build)
                .key(
                        "image",
                        Kinds.text(),
                        "The image of master and workers; by default apache/spark:{version}.",
                        KubeSparkOptions.Builder::image)
                .key(
                        "maker",
                        Kinds.choice(KubeSparkOptions.Maker.class),
                        "Who makes the pods; by default whoever is found.",
                        KubeSparkOptions.Builder::maker)
                .key(
                        "serviceAccount",
                        Kinds.text(),
                        "The service account of the pods; by default the namespace's own.",
                        KubeSparkOptions.Builder::serviceAccount)
                .key(
                        "pullSecrets",
                        Kinds.list(Kinds.text()),
                        "Secrets of the namespace with which images are pulled; by default none.",
                        (options, all) -> all.forEach(options::pullSecret))
                .key(
                        "nodeSelector",
                        Kinds.map(Kinds.text()),
                        "Only nodes with these labels.",
                        (options, all) -> all.forEach(options::nodeSelector))
                .key(
                        "labels",
                        Kinds.map(Kinds.text()),
                        "Labels of everything that is made.",
                        (options, all) -> all.forEach(options::label))
                .key(
                        "ui",
                        Kinds.choice(KubeSparkOptions.UiService.class),
                        "A service for people who look at the master's pages; by default none.",
                        KubeSparkOptions.Builder::ui)
                .key(
                        "uiNodePort",
                        Kinds.integer(1, 65_535),
                        "The port of every node at which those pages are; by default one that Kubernetes chooses.",
                        KubeSparkOptions.Builder::uiNodePort)
                .key(
                        "podAddresses",
                        Kinds.yesOrNo(),
                        "Whether pods are reached at their own addresses; by default through the API server.",
                        KubeSparkOptions.Builder::podAddresses)
                .key(
                        "staging",
                        Kinds.text("a prefix in a storage, such as s3://bucket/path/", StorageUri::parse),
                        "A prefix that the workers can read too; by default only jars run.",
                        KubeSparkOptions.Builder::staging)
                .key(
                        "sparkHome",
                        Kinds.text(),
                        "The folder of Spark in the image; by default /opt/spark.",
                        KubeSparkOptions.Builder::sparkHome)
                .key(
                        "pyspark",
                        Kinds.yesOrNo(),
                        "Whether the image has Python for PySpark; by default it is taken to have it.",
                        KubeSparkOptions.Builder::pyspark)
                .key("master", PodKeys.keys().kind(), "The master's pod.", KubeSparkOptions.Builder::master)
                .key("workers", PodKeys.keys().kind(), "The workers' pods.", KubeSparkOptions.Builder::workers)
                .key(
                        "volumes",
                        Kinds.list(VolumeKeys.keys().kind()),
                        "What all pods find at paths.",
                        (options, all) -> all.forEach(options::volume))
                .end();
    }
}
