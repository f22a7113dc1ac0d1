package dev.drover.aws.s3;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import dev.drover.spi.transfer.ContentReader;
import dev.drover.spi.transfer.PartTasks;
import dev.drover.spi.transfer.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

/**
 * Writes an object in parts. The content is read once, in order; each part is sent from memory by another thread, so
 * that it can be sent again. There are as many buffers as parts under way.
 */
final class MultipartPut {
    private final Bucket bucket;
    private final StorageUri uri;
    private final Executor executor;
    private final CallContext context;
    private final Mark mark = new Mark();
    private final CRC32 crc32 = new CRC32();
    private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();

    MultipartPut(Bucket bucket, StorageUri uri, Executor executor, CallContext context) {
        this.bucket = bucket;
        this.uri = uri;
        this.executor = executor;
        this.context = context;
    }

    /** Empty if there is an object already and there may be none. */
    Optional<StoredObject> write(ContentReader content, PartPlan plan, boolean ifAbsent) {
        if (ifAbsent && bucket.head(uri, context).isPresent()) {
            return Optional.empty(); // Spares the losers the sending.
        }
        MultipartUpload upload = MultipartUpload.begin(
                bucket,
                uri,
                mark,
                context,
                CreateMultipartUploadRequest.builder().metadata(mark.metadata()));
        Optional<StoredObject> written = Optional.empty();
        try {
            List<CompletedPart> parts = send(content, plan, upload);
            written = upload.complete(parts, plan.length(), Optional.of(Crc32Text.of(crc32)), ifAbsent);
            return written;
        } finally {
            if (written.isEmpty()) {
                upload.abort();
            }
        }
    }

    private List<CompletedPart> send(ContentReader content, PartPlan plan, MultipartUpload upload) {
        Progress progress = new Progress(context, "sent", plan.length());
        try (PartTasks<CompletedPart> tasks = new PartTasks<>(executor, plan.parallelism())) {
            for (int part = 1; part <= plan.parts(); part++) {
                tasks.awaitPlace();
                byte[] free = buffers.poll();
                byte[] buffer = free == null ? new byte[(int) plan.partSize()] : free;
                int length = content.fill(buffer);
                crc32.update(buffer, 0, length);
                int number = part;
                tasks.start(() -> {
                    CompletedPart sent = upload.send(number, buffer, length);
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
}
