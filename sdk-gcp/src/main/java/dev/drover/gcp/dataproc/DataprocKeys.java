package dev.drover.gcp.dataproc;

import dev.drover.StorageUri;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link DataprocOptions}. */
final class DataprocKeys {

    private DataprocKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<DataprocOptions> keys() {
        return Keys.of(DataprocOptions::builder, DataprocOptions.Builder::build)
                .key(
                        "imageVersion",
                        Kinds.text(),
                        "The image of clusters that name neither one nor a version of Spark; by default 2.3-debian12.",
                        DataprocOptions.Builder::imageVersion)
                .key("zone", Kinds.text(), "The zone; by default the one that has room.", DataprocOptions.Builder::zone)
                .key(
                        "network",
                        Kinds.text(),
                        "The network of the machines; by default that of the project.",
                        DataprocOptions.Builder::network)
                .key("subnetwork", Kinds.text(), "The subnetwork of the machines.", DataprocOptions.Builder::subnetwork)
                .key(
                        "serviceAccount",
                        Kinds.text(),
                        "The account that the machines and jobs use; by default that of Compute Engine.",
                        DataprocOptions.Builder::serviceAccount)
                .key(
                        "scopes",
                        Kinds.list(Kinds.text()),
                        "What the account is let do from the machines; by default all that IAM allows.",
                        (options, all) -> options.scopes(all.toArray(String[]::new)))
                .key(
                        "networkTags",
                        Kinds.list(Kinds.text()),
                        "Network tags of the machines.",
                        (options, all) -> options.networkTags(all.toArray(String[]::new)))
                .key(
                        "publicAddresses",
                        Kinds.yesOrNo(),
                        "Whether machines have public addresses; by default not.",
                        DataprocOptions.Builder::publicAddresses)
                .key(
                        "bucket",
                        Kinds.text(),
                        "The bucket for the output of drivers; by default one that Dataproc makes.",
                        DataprocOptions.Builder::bucket)
                .key(
                        "temporaryBucket",
                        Kinds.text(),
                        "The bucket for what is short-lived; by default one that Dataproc makes.",
                        DataprocOptions.Builder::temporaryBucket)
                .key(
                        "staging",
                        Kinds.text("a prefix in Cloud Storage, such as gs://bucket/path/", StorageUri::parse),
                        "A prefix for Drover alone, for what jobs need that their kinds cannot carry; by default none.",
                        DataprocOptions.Builder::staging)
                .key(
                        "pollInterval",
                        Kinds.duration(),
                        "How often the jobs of a cluster are looked at; by default 5s.",
                        DataprocOptions.Builder::pollInterval)
                .key(
                        "components",
                        Kinds.list(Kinds.text()),
                        "Optional components of Dataproc, such as JUPYTER; by default none.",
                        (options, all) -> options.components(all.toArray(String[]::new)))
                .key(
                        "componentGateway",
                        Kinds.yesOrNo(),
                        "Whether web pages are reached through the component gateway; by default not.",
                        DataprocOptions.Builder::componentGateway)
                .key(
                        "spareCapacity",
                        Kinds.choice(DataprocOptions.SpareCapacity.class),
                        "Which spare capacity is used where some is asked for; by default spot.",
                        DataprocOptions.Builder::spareCapacity)
                .key(
                        "autoscalingPolicy",
                        Kinds.text(),
                        "A policy of yours, for clusters that ask for no scaling themselves.",
                        DataprocOptions.Builder::autoscalingPolicy)
                .key(
                        "kmsKey",
                        Kinds.text(),
                        "The key of Cloud KMS that encrypts the disks.",
                        DataprocOptions.Builder::kmsKey)
                .key(
                        "metadata",
                        Kinds.map(Kinds.text()),
                        "Metadata of the machines.",
                        (options, all) -> all.forEach(options::metadata))
                .key(
                        "properties",
                        Kinds.map(Kinds.text()),
                        "Cluster properties with the prefix of their file.",
                        (options, all) -> all.forEach(options::property))
                .key(
                        "decommission",
                        Kinds.duration(),
                        "How long workers may finish when a cluster shrinks; by default 10m.",
                        DataprocOptions.Builder::decommission)
                .end();
    }
}
