package dev.drover.aws.emrserverless;

import dev.drover.StorageUri;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link EmrServerlessOptions}. */
final class EmrServerlessKeys {

    private EmrServerlessKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<EmrServerlessOptions> keys() {
        return Keys.of(EmrServerlessOptions::builder, EmrServerlessOptions.Builder::build)
                .key(
                        "executionRole",
                        Kinds.text(),
                        "The ARN of the role that jobs run as; jobs need it.",
                        EmrServerlessOptions.Builder::executionRole)
                .key("release", Kinds.text(), "The release of new applications.", EmrServerlessOptions.Builder::release)
                .key(
                        "logs",
                        Kinds.text("a prefix in S3, such as s3://bucket/path/", StorageUri::parse),
                        "Where the logs of jobs go; by default nowhere.",
                        EmrServerlessOptions.Builder::logs)
                .key(
                        "conf",
                        Kinds.map(Kinds.text()),
                        "Spark properties for every job that does not set them itself.",
                        (options, all) -> all.forEach(options::conf))
                .key(
                        "executionTimeout",
                        Kinds.duration(),
                        "After which the service ends a job.",
                        EmrServerlessOptions.Builder::executionTimeout)
                .key(
                        "lookBack",
                        Kinds.duration(),
                        "How far back a job is looked for by its key.",
                        EmrServerlessOptions.Builder::lookBack)
                .end();
    }
}
