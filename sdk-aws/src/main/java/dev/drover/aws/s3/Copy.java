package dev.drover.aws.s3;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import dev.drover.spi.transfer.PartTasks;
import dev.drover.spi.transfer.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Copies an object within the bucket, as it was when the copy began; the bytes stay with S3. */
final class Copy {
    private final Bucket bucket;
    private final StorageUri from;
    private final StorageUri to;
    private final HeadObjectResponse source;
    private final CallContext context;

    Copy(Bucket bucket, StorageUri from, StorageUri to, HeadObjectResponse source, CallContext context) {
        this.bucket = bucket;
        this.from = from;
        this.to = to;
        this.source = source;
        this.context = context;
    }

    /** With one request. */
    StoredObject whole() {
        CopyObjectResponse copied = bucket.carrying(source.contentLength()).keyed("CopyObject", context, limits -> {
            try {
                return bucket.client()
                        .copyObject(r -> r.sourceBucket(bucket.name())
                                .sourceKey(from.path())
                                .copySourceIfMatch(source.eTag())
                                .destinationBucket(bucket.name())
                                .destinationKey(to.path())
                                .overrideConfiguration(limits));
            } catch (S3Exception e) {
                throw Bucket.changed(e);
            }
        });
        return Bucket.object(
                to, source.contentLength(), copied.copyObjectResult().lastModified());
    }

    /** In parts, which S3 copies several at a time. */
    StoredObject inParts(PartPlan plan, Executor executor) {
        Mark mark = new Mark();
        Map<String, String> metadata = new HashMap<>(source.metadata());
        metadata.putAll(mark.metadata());
        MultipartUpload upload = MultipartUpload.begin(
                bucket,
                to,
                mark,
                context,
                CreateMultipartUploadRequest.builder()
                        .contentType(source.contentType())
                        .metadata(metadata));
        Optional<StoredObject> written = Optional.empty();
        try {
            List<CompletedPart> parts = parts(plan, executor, upload);
            written = upload.complete(parts, plan.length(), Optional.empty(), false);
            return written.orElseThrow();
        } finally {
            if (written.isEmpty()) {
                upload.abort();
            }
        }
    }

    private List<CompletedPart> parts(PartPlan plan, Executor executor, MultipartUpload upload) {
        Progress progress = new Progress(context, "copied", plan.length());
        try (PartTasks<CompletedPart> tasks = new PartTasks<>(executor, plan.parallelism())) {
            for (int part = 1; part <= plan.parts(); part++) {
                int number = part;
                tasks.start(() -> {
                    CompletedPart copied =
                            upload.copy(number, from, source.eTag(), plan.start(number), plan.end(number));
                    progress.moved(plan.end(number) - plan.start(number));
                    return copied;
                });
            }
            return tasks.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException(
                    ErrorCode.CANCELLED,
                    Effect.NONE,
                    true,
                    "Could not copy " + from + " to " + to + ": interrupted. Nothing was stored.",
                    e);
        }
    }
}
