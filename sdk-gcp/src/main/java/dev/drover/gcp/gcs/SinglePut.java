package dev.drover.gcp.gcs;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.StorageClass;
import com.google.cloud.storage.StorageException;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import java.util.Optional;

/** Writes an object with one request, from memory, so that it can be sent again. Google's client tells its CRC32C. */
final class SinglePut {
    private static final String API = "objects.insert";

    private final Bucket bucket;
    private final StorageUri uri;
    private final byte[] bytes;
    private final CallContext context;

    SinglePut(Bucket bucket, StorageUri uri, byte[] bytes, CallContext context) {
        this.bucket = bucket;
        this.uri = uri;
        this.bytes = bytes;
        this.context = context;
    }

    StoredObject replace() {
        BlobInfo described = describing().build();
        return Bucket.object(
                uri,
                bucket.carrying(bytes.length)
                        .<BlobInfo>keyed(
                                API,
                                context,
                                left -> bucket.client().objects().create(described, bytes, bucket.writing(false))));
    }

    /** Empty if there is one already. */
    Optional<StoredObject> create() {
        Mark mark = new Mark();
        BlobInfo described = describing().setMetadata(mark.metadata()).build();
        Optional<BlobInfo> created = bucket.carrying(bytes.length).keyed(API, context, left -> {
            mark.sending();
            try {
                return Optional.of(bucket.client().objects().create(described, bytes, bucket.writing(true)));
            } catch (StorageException e) {
                if (Bucket.exists(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
        return created.map(found -> Bucket.object(uri, found)).or(() -> mark.recognise(bucket, uri, context));
    }

    private BlobInfo.Builder describing() {
        BlobInfo.Builder described = bucket.describing(uri.path());
        bucket.options().storageClass().map(StorageClass::valueOf).ifPresent(described::setStorageClass);
        return described;
    }
}
