package dev.drover.gcp.gcs;

import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link GcsOptions}. */
final class GcsKeys {

    private GcsKeys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<GcsOptions> keys() {
        return Keys.of(GcsOptions::builder, GcsOptions.Builder::build)
                .key(
                        "kmsKey",
                        Kinds.text(),
                        "A key of Cloud KMS that encrypts what is written; by default as the bucket is set up.",
                        GcsOptions.Builder::kmsKey)
                .key(
                        "storageClass",
                        Kinds.text(),
                        "Where objects are kept, such as NEARLINE; by default as the bucket is set up.",
                        GcsOptions.Builder::storageClass)
                .key(
                        "partSize",
                        Kinds.bytes(),
                        "How large the parts of large objects are; by default 8MiB.",
                        GcsOptions.Builder::partSize)
                .key(
                        "parallelism",
                        Kinds.integer(1, 64),
                        "How many parts of one object are under way at a time; by default 8.",
                        GcsOptions.Builder::parallelism)
                .key(
                        "composeAbove",
                        Kinds.bytes(),
                        "Above which size an object is sent as several that are composed; by default 64MiB.",
                        GcsOptions.Builder::composeAbove)
                .key(
                        "neverCompose",
                        Kinds.yesOrNo(),
                        "Whether every object is sent in one piece; by default not.",
                        (options, yes) -> {
                            if (yes) {
                                options.neverCompose();
                            }
                        })
                .key(
                        "billedProject",
                        Kinds.text(),
                        "The project that pays for requests to buckets whose requesters pay.",
                        GcsOptions.Builder::billedProject)
                .end();
    }
}
