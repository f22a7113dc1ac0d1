package dev.drover.aws.s3;

import dev.drover.DroverException;
import dev.drover.spi.ProviderOptions;
import java.util.Optional;

/**
 * How objects are written to a bucket and moved; beside {@link dev.drover.aws.AwsOptions}, which say who asks. Bind it
 * to a bucket, or to {@code s3://} for all. Immutable.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("s3://acme-code", S3Options.builder().encryption(Encryption.KMS, "alias/code").build())
 * }</pre>
 */
public final class S3Options implements ProviderOptions {
    private static final long MIB = 1 << 20;
    private static final long SMALLEST_PART = 5 * MIB;
    private static final long LARGEST_PART = 512 * MIB;
    private static final int MOST_PARALLEL = 64;

    private final Encryption encryption;
    private final Optional<String> kmsKey;
    private final Optional<String> storageClass;
    private final long partSize;
    private final int parallelism;
    private final boolean pathStyle;
    private final boolean requesterPays;

    /**
     * Who encrypts what is stored, after the
     * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html">guide of S3</a>.
     */
    public enum Encryption {
        /** As the bucket is set up; S3 itself if it is not. */
        BUCKET_DEFAULT,
        /** S3, with keys of its own ({@code AES256}). */
        S3,
        /** S3, with a key of AWS KMS ({@code aws:kms}). */
        KMS,
        /** S3, in two layers, with a key of AWS KMS ({@code aws:kms:dsse}). */
        KMS_TWO_LAYERS
    }

    private S3Options(Builder builder) {
        encryption = builder.encryption;
        kmsKey = builder.kmsKey;
        storageClass = builder.storageClass;
        partSize = builder.partSize;
        parallelism = builder.parallelism;
        pathStyle = builder.pathStyle;
        requesterPays = builder.requesterPays;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** As S3 and the bucket would have it. */
    public static S3Options standard() {
        return builder().build();
    }

    public Encryption encryption() {
        return encryption;
    }

    /** Empty for the account's own key for S3. */
    public Optional<String> kmsKey() {
        return kmsKey;
    }

    /** Empty for {@code STANDARD}. */
    public Optional<String> storageClass() {
        return storageClass;
    }

    /** In bytes. */
    public long partSize() {
        return partSize;
    }

    public int parallelism() {
        return parallelism;
    }

    public boolean pathStyle() {
        return pathStyle;
    }

    public boolean requesterPays() {
        return requesterPays;
    }

    /** Builds {@link S3Options}. */
    public static final class Builder {
        private Encryption encryption = Encryption.BUCKET_DEFAULT;
        private Optional<String> kmsKey = Optional.empty();
        private Optional<String> storageClass = Optional.empty();
        private long partSize = 8 * MIB;
        private int parallelism = 8;
        private boolean pathStyle;
        private boolean requesterPays;

        private Builder() {}

        /** Who encrypts; with KMS, by the account's own key for S3. By default as the bucket is set up. */
        public Builder encryption(Encryption by) {
            encryption = by;
            kmsKey = Optional.empty();
            return this;
        }

        /**
         * Encrypts with a key of KMS.
         *
         * @param key its id, ARN or alias, such as {@code alias/code}
         * @throws DroverException INVALID_ARGUMENT if the way of encryption takes no key
         */
        public Builder encryption(Encryption by, String key) {
            if (by != Encryption.KMS && by != Encryption.KMS_TWO_LAYERS) {
                throw DroverException.invalid("Encryption " + by + " takes no key of KMS; use KMS or KMS_TWO_LAYERS.");
            }
            if (!key.matches("[\\w:/-]{1,2048}")) {
                throw DroverException.invalid("'" + key + "' is not the id, ARN or alias of a key of KMS.");
            }
            encryption = by;
            kmsKey = Optional.of(key);
            return this;
        }

        /**
         * Where objects are kept, such as {@code STANDARD_IA}; by default {@code STANDARD}. From archives, such as
         * {@code GLACIER}, they cannot be read without being restored first.
         */
        public Builder storageClass(String name) {
            if (!name.matches("[A-Z][A-Z0-9_]{0,63}")) {
                throw DroverException.invalid("'" + name + "' is not a storage class, such as 'STANDARD_IA'.");
            }
            storageClass = Optional.of(name);
            return this;
        }

        /**
         * Objects above this size are moved in parts of it, each kept in memory while it is under way. Uploads of so
         * much that S3's 10,000 parts would not do use larger parts.
         *
         * @param bytes 5 MiB to 512 MiB; by default 8 MiB
         */
        public Builder partSize(long bytes) {
            if (bytes < SMALLEST_PART || bytes > LARGEST_PART) {
                throw DroverException.invalid(
                        "The size of parts must be " + SMALLEST_PART + " to " + LARGEST_PART + ", not " + bytes + ".");
            }
            partSize = bytes;
            return this;
        }

        /** How many parts of one object are under way at a time: 1 to 64, by default 8. */
        public Builder parallelism(int parts) {
            if (parts < 1 || parts > MOST_PARALLEL) {
                throw DroverException.invalid(
                        "The number of parts at a time must be 1 to " + MOST_PARALLEL + ", not " + parts + ".");
            }
            parallelism = parts;
            return this;
        }

        /** Whether buckets are named in the path and not in the host name; always so where an endpoint is set. */
        public Builder pathStyle(boolean forced) {
            pathStyle = forced;
            return this;
        }

        /** Whether the caller pays for requests to buckets that ask for it; by default not. */
        public Builder requesterPays(boolean pays) {
            requesterPays = pays;
            return this;
        }

        public S3Options build() {
            return new S3Options(this);
        }
    }
}
