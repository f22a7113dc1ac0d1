package dev.drover.aws.emreks;

import dev.drover.StorageUri;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link EmrEksOptions}. */
final class EmrEksKeys {

    private EmrEksKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<EmrEksOptions> keys() {
        return Keys.of(EmrEksOptions::builder, EmrEksOptions.Builder::build)
                .key(
                        "executionRole",
                        Kinds.text(),
                        "The ARN of the role that jobs run as; jobs need it.",
                        EmrEksOptions.Builder::executionRole)
                .key(
                        "release",
                        Kinds.text(),
                        "The release that jobs run on, such as emr-7.9.0-latest; jobs need it.",
                        EmrEksOptions.Builder::release)
                .key(
                        "logs",
                        Kinds.text("a prefix in S3, such as s3://bucket/path/", StorageUri::parse),
                        "Where the logs of jobs go; by default nowhere.",
                        EmrEksOptions.Builder::logs)
                .key(
                        "staging",
                        Kinds.text("a prefix in S3, such as s3://bucket/path/", StorageUri::parse),
                        "Where SQL by value is put; by default it is refused.",
                        EmrEksOptions.Builder::staging)
                .key(
                        "conf",
                        Kinds.map(Kinds.text()),
                        "Spark properties for every job that does not set them itself.",
                        (options, all) -> all.forEach(options::conf))
                .key(
                        "eksCluster",
                        Kinds.text(),
                        "The EKS cluster that new virtual clusters lie on.",
                        EmrEksOptions.Builder::eksCluster)
                .key(
                        "namespace",
                        Kinds.text(),
                        "The namespace that a new virtual cluster stands for.",
                        EmrEksOptions.Builder::namespace)
                .end();
    }
}
