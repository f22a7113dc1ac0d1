package dev.drover.gcp.fake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** What the fake stores: objects in buckets, each with a generation. Safe for many threads. */
final class GcsBuckets {
    private static final Comparator<String> BYTES =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final Map<String, NavigableMap<String, Stored>> buckets = new HashMap<>();
    private long generations = 1_000;

    /** An object. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Stored(
            String bucket,
            String name,
            byte[] bytes,
            long generation,
            Instant created,
            String storageClass,
            Map<String, String> metadata) {

        String crc32c() {
            return GcsBuckets.crc32c(bytes);
        }
    }

    /** An answer that is an error. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int status;
        final String reason;

        Refused(int status, String reason, String message) {
            super(message);
            this.status = status;
            this.reason = reason;
        }
    }

    synchronized void create(String bucket) {
        buckets.put(bucket, new TreeMap<>(BYTES));
    }

    synchronized Stored put(
            String bucket,
            String name,
            byte[] bytes,
            Optional<Long> ifGeneration,
            String storageClass,
            Map<String, String> metadata) {
        require(bucket, name, ifGeneration);
        Stored stored = new Stored(
                bucket,
                name,
                bytes,
                ++generations,
                Instant.ofEpochMilli(System.currentTimeMillis()),
                storageClass,
                metadata);
        objects(bucket).put(name, stored);
        return stored;
    }

    /** Refuses if the object is of another generation; 0 is that of none. */
    synchronized void require(String bucket, String name, Optional<Long> ifGeneration) {
        Stored there = objects(bucket).get(name);
        long generation = there == null ? 0 : there.generation();
        if (ifGeneration.isPresent() && ifGeneration.get() != generation) {
            throw new Refused(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
        }
    }

    synchronized Stored get(String bucket, String name, Optional<Long> generation) {
        Stored found = objects(bucket).get(name);
        if (found == null || (generation.isPresent() && generation.get() != found.generation())) {
            throw new Refused(404, "notFound", "No such object: " + bucket + "/" + name);
        }
        return found;
    }

    synchronized void delete(String bucket, String name, Optional<Long> ifGeneration) {
        get(bucket, name, Optional.empty());
        require(bucket, name, ifGeneration);
        objects(bucket).remove(name);
    }

    /** The objects from a name on, itself not among them. */
    synchronized List<Stored> list(String bucket, String prefix, String after) {
        return objects(bucket).tailMap(after, after.isEmpty()).values().stream()
                .filter(object -> object.name().startsWith(prefix))
                .toList();
    }

    private NavigableMap<String, Stored> objects(String bucket) {
        NavigableMap<String, Stored> objects = buckets.get(bucket);
        if (objects == null) {
            throw new Refused(404, "notFound", "The specified bucket does not exist.");
        }
        return objects;
    }

    static String crc32c(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
