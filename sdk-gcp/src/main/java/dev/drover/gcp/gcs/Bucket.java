package dev.drover.gcp.gcs;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.gcp.internal.GcpCalls;
import dev.drover.spi.CallContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bucket and the way to it. */
record Bucket(String name, GcsClient client, GcpCalls calls, Duration requestTimeout, GcsOptions options) {
    /** Of what is stored: anything. */
    static final String TYPE = "application/octet-stream";
    /** <a href="https://cloud.google.com/storage/docs/objects#naming">In bytes of UTF-8.</a> */
    private static final int LONGEST_KEY = 1024;

    private static final long SLOW_BYTES_PER_SECOND = 256 * 1024;

    /** Refuses what Cloud Storage would not take. */
    static void requireKey(StorageUri uri) {
        int bytes = uri.path().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_KEY) {
            throw DroverException.invalid("The name of '" + uri + "' has " + bytes
                    + " bytes; Cloud Storage takes at most " + LONGEST_KEY + ".");
        }
        if (uri.path().startsWith(".well-known/acme-challenge/")) {
            throw DroverException.invalid(
                    "Cloud Storage takes no names that begin with '.well-known/acme-challenge/'.");
        }
    }

    /** Empty for names that no {@link StorageUri} of an object can say, such as the markers of folders. */
    static Optional<StorageUri> uri(StorageUri bucket, String key) {
        if (key.isEmpty() || key.endsWith("/")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StorageUri(bucket.scheme(), bucket.authority(), key));
        } catch (DroverException e) {
            return Optional.empty();
        }
    }

    static StoredObject object(StorageUri uri, BlobInfo found) {
        return new StoredObject(uri, found.getSize(), createdAt(found));
    }

    /** When what is in it was written; the time of an update is that of its metadata. */
    private static Instant createdAt(BlobInfo found) {
        return found.getCreateTimeOffsetDateTime().toInstant();
    }

    /** Whether an error says that there is an object where none may be. */
    static boolean exists(StorageException error) {
        return error.getCode() == 412;
    }

    /** What the server says of an object; empty if there is none. */
    Optional<BlobInfo> find(StorageUri uri, CallContext context) {
        List<BlobGetOption> asked = new ArrayList<>();
        options.billedProject().map(BlobGetOption::userProject).ifPresent(asked::add);
        return calls.read(
                "objects.get",
                context,
                left -> Optional.ofNullable(client.objects().get(id(uri.path()), asked.toArray(BlobGetOption[]::new))));
    }

    BlobId id(String key) {
        return BlobId.of(/* bucket= */ name, /* name= */ key);
    }

    /** What is said of an object with what it holds. */
    BlobInfo.Builder describing(String key) {
        return BlobInfo.newBuilder(id(key)).setContentType(TYPE);
    }

    /** What is asked with every request that is not made by Google's client. */
    Map<String, String> billing() {
        return options.billedProject()
                .map(project -> Map.of("userProject", project))
                .orElse(Map.of());
    }

    /** What is asked with every copy. */
    List<BlobTargetOption> copying() {
        return options.kmsKey().map(BlobTargetOption::kmsKeyName).map(List::of).orElse(List.of());
    }

    /** What is asked with every write. */
    BlobTargetOption[] writing(boolean ifAbsent) {
        List<BlobTargetOption> asked = new ArrayList<>(List.of(BlobTargetOption.disableGzipContent()));
        options.kmsKey().map(BlobTargetOption::kmsKeyName).ifPresent(asked::add);
        options.billedProject().map(BlobTargetOption::userProject).ifPresent(asked::add);
        if (ifAbsent) {
            asked.add(BlobTargetOption.doesNotExist());
        }
        return asked.toArray(BlobTargetOption[]::new);
    }

    /** Calls that carry data, with the time that a slow line needs for it. */
    GcpCalls carrying(long bytes) {
        return calls.within(requestTimeout.plusSeconds(bytes / SLOW_BYTES_PER_SECOND));
    }
}
