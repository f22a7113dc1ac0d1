package dev.drover.gcp.gcs;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageClass;
import com.google.cloud.storage.StorageException;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import dev.drover.spi.transfer.ContentReader;
import dev.drover.spi.transfer.PartTasks;
import dev.drover.spi.transfer.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;

/**
 * Writes an object as parts, several at a time, which are composed and deleted. The content is read once, in order; each
 * part is sent from memory by another thread, so that it can be sent again. There are as many buffers as parts under way.
 */
final class ComposedPut {
    private final Bucket bucket;
    private final StorageUri uri;
    private final Executor executor;
    private final CallContext context;
    private final Parts parts;
    private final Mark mark = new Mark();
    private final CRC32C crc32c = new CRC32C();
    private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();

    ComposedPut(Bucket bucket, StorageUri uri, Executor executor, CallContext context) {
        this.bucket = bucket;
        this.uri = uri;
        this.executor = executor;
        this.context = context;
        this.parts = new Parts(bucket, uri, context);
    }

    /** Empty if there is an object already and there may be none. */
    Optional<StoredObject> write(ContentReader content, PartPlan plan, boolean ifAbsent) {
        if (ifAbsent && bucket.find(uri, context).isPresent()) {
            return Optional.empty(); // Spares the losers the sending.
        }
        try {
            return compose(merged(send(content, plan)), ifAbsent);
        } finally {
            parts.delete();
        }
    }

    private List<BlobInfo> send(ContentReader content, PartPlan plan) {
        Progress progress = new Progress(context, "sent", plan.length());
        try (PartTasks<BlobInfo> tasks = new PartTasks<>(executor, plan.parallelism())) {
            for (int part = 0; part < plan.parts(); part++) {
                tasks.awaitPlace();
                byte[] free = buffers.poll();
                byte[] buffer = free == null ? new byte[(int) plan.partSize()] : free;
                int length = content.fill(buffer);
                crc32c.update(buffer, 0, length);
                tasks.start(() -> {
                    BlobInfo sent = parts.send(buffer, length);
                    buffers.add(buffer);
                    progress.moved(length);
                    return sent;
                });
            }
            return tasks.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException(
                    ErrorCode.CANCELLED,
                    Effect.NONE,
                    true,
                    "Could not write " + uri + ": interrupted while it was sent. Nothing was stored.",
                    e);
        }
    }

    /** As few as one request takes. */
    private List<BlobInfo> merged(List<BlobInfo> all) {
        List<BlobInfo> left = all;
        while (left.size() > PartPlan.MOST_SOURCES) {
            List<BlobInfo> larger = new ArrayList<>();
            for (int from = 0; from < left.size(); from += PartPlan.MOST_SOURCES) {
                larger.add(parts.merge(left.subList(from, Math.min(left.size(), from + PartPlan.MOST_SOURCES))));
            }
            left = larger;
        }
        return left;
    }

    private Optional<StoredObject> compose(List<BlobInfo> sources, boolean ifAbsent) {
        BlobInfo.Builder described = bucket.describing(uri.path());
        bucket.options().storageClass().map(StorageClass::valueOf).ifPresent(described::setStorageClass);
        if (ifAbsent) {
            described.setMetadata(mark.metadata());
        }
        BlobTargetOption[] asked = bucket.writing(ifAbsent);
        Optional<BlobInfo> composed = parts.composing().keyed("objects.compose", context, left -> {
            mark.sending();
            try {
                return Optional.of(parts.compose(sources, described.build(), asked));
            } catch (StorageException e) {
                if (ifAbsent && Bucket.exists(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
        composed.ifPresent(found ->
                Arrival.require(bucket, uri, Crc32c.text(crc32c), found.getCrc32c(), found.getGeneration(), context));
        return composed.map(found -> Bucket.object(uri, found)).or(() -> mark.recognise(bucket, uri, context));
    }
}
