package dev.drover.gcp.dataprocserverless;

import dev.drover.StorageUri;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link DataprocServerlessOptions}. */
final class DataprocServerlessKeys {

    private DataprocServerlessKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<DataprocServerlessOptions> keys() {
        return Keys.of(DataprocServerlessOptions::builder, DataprocServerlessOptions.Builder::build)
                .key("runtime", Kinds.text(), "The version of the runtime.", DataprocServerlessOptions.Builder::runtime)
                .key(
                        "containerImage",
                        Kinds.text(),
                        "A container image that batches run in; by default that of Google.",
                        DataprocServerlessOptions.Builder::containerImage)
                .key(
                        "staging",
                        Kinds.text("a prefix in Cloud Storage, such as gs://bucket/path/", StorageUri::parse),
                        "Where SQL by value is put.",
                        DataprocServerlessOptions.Builder::staging)
                .key(
                        "serviceAccount",
                        Kinds.text(),
                        "The account that batches run as; by default that of Compute Engine.",
                        DataprocServerlessOptions.Builder::serviceAccount)
                .key(
                        "subnetwork",
                        Kinds.text(),
                        "The subnetwork that batches run in.",
                        DataprocServerlessOptions.Builder::subnetwork)
                .key(
                        "networkTags",
                        Kinds.list(Kinds.text()),
                        "Network tags of what runs them.",
                        (options, all) -> options.networkTags(all.toArray(String[]::new)))
                .key(
                        "kmsKey",
                        Kinds.text(),
                        "The key of Cloud KMS that encrypts what is kept.",
                        DataprocServerlessOptions.Builder::kmsKey)
                .key("ttl", Kinds.duration(), "When Google cancels a batch.", DataprocServerlessOptions.Builder::ttl)
                .key(
                        "conf",
                        Kinds.map(Kinds.text()),
                        "Spark properties for every job that does not set them itself.",
                        (options, all) -> all.forEach(options::conf))
                .end();
    }
}
