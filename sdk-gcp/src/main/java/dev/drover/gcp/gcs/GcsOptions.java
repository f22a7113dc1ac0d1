package dev.drover.gcp.gcs;

import dev.drover.DroverException;
import dev.drover.spi.ProviderOptions;
import java.util.Optional;

/**
 * How objects are written to a bucket and moved; beside {@link dev.drover.gcp.GcpOptions}, which say who asks. Bind it to
 * a bucket, or to {@code gs://} for all. Immutable.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("gs://acme-code", GcsOptions.builder().storageClass("NEARLINE").build())
 * }</pre>
 */
public final class GcsOptions implements ProviderOptions {
    private static final long KIB_256 = 256 * 1024;
    private static final long MIB = 1 << 20;
    private static final long LARGEST_PART = 512 * MIB;
    private static final int MOST_PARALLEL = 64;

    private final Optional<String> kmsKey;
    private final Optional<String> storageClass;
    private final long partSize;
    private final int parallelism;
    private final long composeAbove;
    private final Optional<String> billedProject;

    private GcsOptions(Builder builder) {
        kmsKey = builder.kmsKey;
        storageClass = builder.storageClass;
        partSize = builder.partSize;
        parallelism = builder.parallelism;
        composeAbove = builder.composeAbove;
        billedProject = builder.billedProject;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** As Cloud Storage and the bucket would have it. */
    public static GcsOptions standard() {
        return builder().build();
    }

    /** Empty for the bucket's own. */
    public Optional<String> kmsKey() {
        return kmsKey;
    }

    /** Empty for the bucket's own. */
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

    /** In bytes; {@link Long#MAX_VALUE} for never. */
    public long composeAbove() {
        return composeAbove;
    }

    public Optional<String> billedProject() {
        return billedProject;
    }

    /** Builds {@link GcsOptions}. */
    public static final class Builder {
        private Optional<String> kmsKey = Optional.empty();
        private Optional<String> storageClass = Optional.empty();
        private long partSize = 8 * MIB;
        private int parallelism = 8;
        private long composeAbove = 64 * MIB;
        private Optional<String> billedProject = Optional.empty();

        private Builder() {}

        /**
         * A key of Cloud KMS that encrypts what is written; by default as the bucket is set up. With it, no objects are
         * composed.
         */
        public Builder kmsKey(String name) {
            if (!name.matches("projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+")) {
                throw DroverException.invalid("'" + name + "' is not the full name of a key of Cloud KMS, such as"
                        + " 'projects/p/locations/l/keyRings/r/cryptoKeys/k'.");
            }
            kmsKey = Optional.of(name);
            return this;
        }

        /** Where objects are kept, such as {@code NEARLINE}; by default as the bucket is set up. */
        public Builder storageClass(String name) {
            if (!name.matches("[A-Z][A-Z0-9_]{0,63}")) {
                throw DroverException.invalid("'" + name + "' is not a storage class, such as 'NEARLINE'.");
            }
            storageClass = Optional.of(name);
            return this;
        }

        /**
         * Objects above this size are moved in parts of it, each kept in memory while it is under way.
         *
         * @param bytes 256 KiB to 512 MiB, a multiple of 256 KiB; by default 8 MiB
         */
        public Builder partSize(long bytes) {
            if (bytes < KIB_256 || bytes > LARGEST_PART || bytes % KIB_256 != 0) {
                throw DroverException.invalid("The size of parts must be " + KIB_256 + " to " + LARGEST_PART
                        + " and a multiple of " + KIB_256 + ", not " + bytes + ".");
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

        /**
         * Objects above this size are sent as objects of their own, several at a time, then
         * <a href="https://cloud.google.com/storage/docs/composite-objects">composed</a> into one and deleted. For that the
         * caller needs the right to delete, and the bucket may have no retention policy. Such an object has a CRC32C and no
         * MD5.
         *
         * @param bytes at least 0; by default 64 MiB
         */
        public Builder composeAbove(long bytes) {
            if (bytes < 0) {
                throw DroverException.invalid("The size above which objects are composed must be 0 or more.");
            }
            composeAbove = bytes;
            return this;
        }

        /** Sends every object in one piece, one part after the other. */
        public Builder neverCompose() {
            composeAbove = Long.MAX_VALUE;
            return this;
        }

        /** The project that pays for requests to buckets whose requesters pay. */
        public Builder billedProject(String id) {
            billedProject = Optional.of(id);
            return this;
        }

        public GcsOptions build() {
            return new GcsOptions(this);
        }
    }
}
