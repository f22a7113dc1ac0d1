package dev.drover.gcp.gcs;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.StorageClass;
import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.gcp.internal.GcpCalls;
import dev.drover.spi.CallContext;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of which one is composed. They have a folder beside it, which Hadoop and Spark overlook, and are deleted at
 * the end, whatever the end is. Safe for use by many threads.
 */
final class Parts {
    private static final Logger log = LoggerFactory.getLogger(Parts.class);
    private static final String FOLDER = ".drover-parts/";
    /** Other classes have a shortest time of storage, which is paid for in full. */
    private static final StorageClass CLASS = StorageClass.STANDARD;

    private static final Duration COMPOSING = Duration.ofMinutes(2);

    private final Bucket bucket;
    private final StorageUri uri;
    private final CallContext context;
    private final String folder;
    private final Queue<String> made = new ConcurrentLinkedQueue<>();

    Parts(Bucket bucket, StorageUri uri, CallContext context) {
        this.bucket = bucket;
        this.uri = uri;
        this.context = context;
        String path = uri.path();
        this.folder = path.substring(0, path.lastIndexOf('/') + 1) + FOLDER + UUID.randomUUID() + "/";
    }

    /** Stores a part, of which Google's client tells the CRC32C; sending it again replaces it. */
    BlobInfo send(byte[] bytes, int length) {
        BlobInfo described = next().build();
        BlobTargetOption[] asked = bucket.writing(false);
        return bucket.carrying(length)
                .<BlobInfo>keyed(
                        "objects.insert",
                        context,
                        left -> bucket.client().objects().create(described, bytes, 0, length, asked));
    }

    /** Makes one larger part of several. */
    BlobInfo merge(List<BlobInfo> sources) {
        BlobInfo described = next().build();
        BlobTargetOption[] asked = bucket.writing(false);
        return composing().keyed("objects.compose", context, left -> compose(sources, described, asked));
    }

    /** Makes an object of parts, each as it was sent. */
    BlobInfo compose(List<BlobInfo> sources, BlobInfo described, BlobTargetOption... asked) {
        ComposeRequest.Builder request =
                ComposeRequest.newBuilder().setTarget(described).setTargetOptions(asked);
        sources.forEach(source -> request.addSource(source.getName(), source.getGeneration()));
        return bucket.client().objects().compose(request.build());
    }

    /** Calls that compose. */
    GcpCalls composing() {
        return bucket.calls().within(COMPOSING.plus(bucket.requestTimeout()));
    }

    private BlobInfo.Builder next() {
        String name = folder + UUID.randomUUID();
        made.add(name);
        return bucket.describing(name).setStorageClass(CLASS);
    }

    /** Deletes them, also when the operation has no time left. What cannot be deleted now is said in the log. */
    void delete() {
        boolean interrupted = Thread.interrupted();
        try {
            new Deletion(bucket, context.renewed()).delete(List.copyOf(made));
        } catch (DroverException e) {
            log.warn(
                    "Parts of {} stay in the bucket below '{}' and cost money until they are deleted: {}",
                    uri,
                    folder,
                    e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
