package dev.drover.aws.s3;

import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link S3Options}. */
final class S3Keys {

    private S3Keys() {}

    /** What {@code drover.yaml} may say. */
    static Keys<S3Options> keys() {
        return Keys.of(S3Options::builder, S3Options.Builder::build)
                .key(
                        "encryption",
                        Kinds.choice(S3Options.Encryption.class),
                        "How objects are encrypted; by default as the bucket says.",
                        S3Options.Builder::encryption)
                .key(
                        "encryptionKey",
                        Kinds.both(
                                new Keys.Named<>(
                                        "by", Kinds.choice(S3Options.Encryption.class), "How objects are encrypted."),
                                new Keys.Named<>("key", Kinds.text(), "The id or ARN of the key.")),
                        "The same with a key of your own; instead of encryption.",
                        (options, chosen) -> options.encryption(chosen.getKey(), chosen.getValue()))
                .key(
                        "storageClass",
                        Kinds.text(),
                        "The storage class of new objects; by default STANDARD.",
                        S3Options.Builder::storageClass)
                .key(
                        "partSize",
                        Kinds.bytes(),
                        "How large the parts of large objects are; by default 8MiB.",
                        S3Options.Builder::partSize)
                .key(
                        "parallelism",
                        Kinds.integer(1, 1_000),
                        "How many parts go at a time.",
                        S3Options.Builder::parallelism)
                .key(
                        "pathStyle",
                        Kinds.yesOrNo(),
                        "Whether buckets stand in the path of addresses; by default where they must.",
                        S3Options.Builder::pathStyle)
                .key(
                        "requesterPays",
                        Kinds.yesOrNo(),
                        "Whether you pay for requests to buckets of others; by default not.",
                        S3Options.Builder::requesterPays)
                .end();
    }
}
