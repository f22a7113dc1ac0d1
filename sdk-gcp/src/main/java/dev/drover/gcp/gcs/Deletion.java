package dev.drover.gcp.gcs;

import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageException;
import dev.drover.Effect;
import dev.drover.gcp.internal.GcpFailures;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deletes many objects in few calls. */
final class Deletion {
    /** <a href="https://cloud.google.com/storage/docs/batch">Requests in one.</a> */
    private static final int LARGEST_BATCH = 100;

    private static final String BATCH = "batch";

    private final Bucket bucket;
    private final CallContext context;
    private final BlobSourceOption[] asked;

    Deletion(Bucket bucket, CallContext context) {
        this.bucket = bucket;
        this.context = context;
        this.asked = bucket.options().billedProject().map(BlobSourceOption::userProject).stream()
                .toArray(BlobSourceOption[]::new);
    }

    void delete(List<String> keys) {
        if (keys.size() == 1) {
            bucket.calls()
                    .keyed(
                            "objects.delete",
                            context,
                            left -> bucket.client().objects().delete(bucket.id(keys.get(0)), asked));
            return;
        }
        for (int from = 0; from < keys.size(); from += LARGEST_BATCH) {
            List<String> some = keys.subList(from, Math.min(from + LARGEST_BATCH, keys.size()));
            bucket.calls().keyed(BATCH, context, left -> deleteBatch(some));
        }
    }

    private List<String> deleteBatch(List<String> keys) throws NativeException {
        StorageBatch batch = bucket.client().objects().batch();
        Map<String, StorageBatchResult<Boolean>> results = new LinkedHashMap<>();
        keys.forEach(key -> results.put(key, batch.delete(bucket.id(key), asked)));
        batch.submit();
        Map<String, StorageException> errors = new LinkedHashMap<>();
        results.forEach((key, result) -> {
            try {
                result.get();
            } catch (StorageException e) {
                errors.put(key, e);
            }
        });
        if (!errors.isEmpty()) {
            throw new NativeException(failure(errors, keys.size()));
        }
        return keys;
    }

    /** The whole call succeeds although objects are refused; this makes it an error like that of one object. */
    private Failure failure(Map<String, StorageException> errors, int size) {
        Map.Entry<String, StorageException> first = errors.entrySet().iterator().next();
        Failure failure = GcpFailures.classify(
                NativeCall.of(BATCH, Safety.KEYED, "Cloud Storage", bucket.requestTimeout()), first.getValue());
        return new Failure(
                failure.code(),
                errors.size() == size ? failure.effect() : Effect.UNKNOWN,
                failure.scope(),
                failure.retryable(),
                failure.retryAfter(),
                errors.size() + " of " + size + " objects were not deleted, among them '" + first.getKey() + "': "
                        + failure.message());
    }
}
