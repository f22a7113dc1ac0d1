package dev.drover.gcp.gcs;

import com.google.cloud.storage.BlobInfo;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * By what one write recognises its own object, when the answer to a try was lost and the next one is told that there is
 * an object already. Each write has its own, kept in the object's metadata: so a conditional write may be repeated. A
 * checksum would not do, since two writers of the same bytes have the same one.
 */
final class Mark {
    private static final String NAME = "drover-write";

    private final String value = UUID.randomUUID().toString();
    private final AtomicInteger tries = new AtomicInteger();

    Map<String, String> metadata() {
        return Map.of(NAME, value);
    }

    /** A try begins. */
    void sending() {
        tries.incrementAndGet();
    }

    /**
     * The object that is there, if it is this write's. One that the first try met is not, and costs no look. One of ours
     * that somebody else has replaced or deleted since is not either.
     *
     * @throws DroverException with effect UNKNOWN if it cannot be told
     */
    Optional<StoredObject> recognise(Bucket bucket, StorageUri uri, CallContext context) {
        if (tries.get() < 2) {
            return Optional.empty();
        }
        try {
            return bucket.find(uri, context).filter(this::isOn).map(found -> Bucket.object(uri, found));
        } catch (DroverException e) {
            throw new DroverException(
                    e.code(), Effect.UNKNOWN, e.retryable(), e.attempts(), "Could not tell who wrote " + uri + ".", e);
        }
    }

    private boolean isOn(BlobInfo found) {
        return found.getMetadata() != null && value.equals(found.getMetadata().get(NAME));
    }
}
