package dev.drover.aws.s3;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** An upload in parts: it ends as an object, or is given up and leaves nothing. Parts may be sent by many threads. */
final class MultipartUpload {
    private static final Logger log = LoggerFactory.getLogger(MultipartUpload.class);

    /**
     * Putting many parts together
     * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html">may take minutes</a>.
     */
    private static final Duration COMPLETION = Duration.ofMinutes(5);

    private final Bucket bucket;
    private final StorageUri uri;
    private final Mark mark;
    private final CallContext context;
    private final String id;
    private final Instant begunAt;
    private final boolean checksumOfWhole;

    private MultipartUpload(
            Bucket bucket, StorageUri uri, Mark mark, CallContext context, CreateMultipartUploadResponse begun) {
        this.bucket = bucket;
        this.uri = uri;
        this.mark = mark;
        this.context = context;
        this.id = begun.uploadId();
        this.begunAt = Bucket.answeredAt(begun, context);
        this.checksumOfWhole = begun.checksumType() == ChecksumType.FULL_OBJECT;
    }

    /** Begins one. If the answer is lost, the repeat begins another; the first has no parts, which costs nothing. */
    static MultipartUpload begin(
            Bucket bucket, StorageUri uri, Mark mark, CallContext context, CreateMultipartUploadRequest.Builder like) {
        CreateMultipartUploadRequest request =
                like.bucket(bucket.name()).key(uri.path()).build();
        return new MultipartUpload(
                bucket,
                uri,
                mark,
                context,
                bucket.calls()
                        .keyed(
                                "CreateMultipartUpload",
                                context,
                                limits -> bucket.client()
                                        .createMultipartUpload(request.toBuilder()
                                                .overrideConfiguration(limits)
                                                .build())));
    }

    /** Sends a part; sending it again replaces it. */
    CompletedPart send(int number, byte[] bytes, int length) {
        UploadPartResponse sent = bucket.carrying(length)
                .keyed(
                        "UploadPart",
                        context,
                        limits -> bucket.client()
                                .uploadPart(
                                        r -> r.bucket(bucket.name())
                                                .key(uri.path())
                                                .uploadId(id)
                                                .partNumber(number)
                                                .contentLength((long) length)
                                                .overrideConfiguration(limits),
                                        Bodies.of(bytes, length)));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(sent.eTag())
                .checksumCRC32(sent.checksumCRC32())
                .build();
    }

    /** Makes a part of an object that is there, if it is still the same. */
    CompletedPart copy(int number, StorageUri from, String eTag, long start, long end) {
        return bucket.carrying(end - start).keyed("UploadPartCopy", context, limits -> {
            try {
                UploadPartCopyResponse copied = bucket.client()
                        .uploadPartCopy(r -> r.sourceBucket(bucket.name())
                                .sourceKey(from.path())
                                .copySourceIfMatch(eTag)
                                .copySourceRange("bytes=" + start + "-" + (end - 1))
                                .destinationBucket(bucket.name())
                                .destinationKey(uri.path())
                                .uploadId(id)
                                .partNumber(number)
                                .overrideConfiguration(limits));
                return CompletedPart.builder()
                        .partNumber(number)
                        .eTag(copied.copyPartResult().eTag())
                        .checksumCRC32(copied.copyPartResult().checksumCRC32())
                        .build();
            } catch (S3Exception e) {
                throw Bucket.changed(e);
            }
        });
    }

    /**
     * Makes the object.
     *
     * @param crc32 of the whole, for a server that compares it; empty if it is not known
     * @return empty if there may be none yet and there is one
     */
    Optional<StoredObject> complete(List<CompletedPart> parts, long length, Optional<String> crc32, boolean ifAbsent) {
        Optional<S3Exception> refusal = bucket.calls()
                .within(COMPLETION)
                .keyed("CompleteMultipartUpload", context, limits -> {
                    mark.sending();
                    try {
                        bucket.client()
                                .completeMultipartUpload(r -> r.bucket(bucket.name())
                                        .key(uri.path())
                                        .uploadId(id)
                                        .multipartUpload(m -> m.parts(parts))
                                        .checksumCRC32(checksumOfWhole ? crc32.orElse(null) : null)
                                        .ifNoneMatch(ifAbsent ? "*" : null)
                                        .overrideConfiguration(limits));
                        return Optional.empty();
                    } catch (S3Exception e) {
                        if (Bucket.exists(e) || Bucket.conflict(e) || Bucket.absent(e)) {
                            return Optional.of(e);
                        }
                        throw e;
                    }
                });
        return refusal.isEmpty() ? Optional.of(Bucket.object(uri, length, begunAt)) : refused(refusal.get(), ifAbsent);
    }

    /**
     * A try whose answer was lost may have made the object: then the next one finds the upload gone, or meets its own
     * object. After a conflict with another writer S3 wants all parts again, which is worth it only if nobody won.
     */
    private Optional<StoredObject> refused(S3Exception refusal, boolean ifAbsent) {
        Optional<StoredObject> own = mark.recognise(bucket, uri, context);
        if (own.isPresent()) {
            return own;
        }
        if (ifAbsent && (Bucket.exists(refusal) || bucket.head(uri, context).isPresent())) {
            return Optional.empty();
        }
        throw new DroverException(
                ErrorCode.CONFLICT,
                mark.triedBefore() ? Effect.UNKNOWN : Effect.NONE,
                true,
                "Could not write " + uri
                        + ": somebody else wrote or deleted it, or gave the upload up, in the same moment.",
                refusal);
    }

    /** Gives it up, also when the operation has no time left. What cannot be given up now is said in the log. */
    void abort() {
        boolean interrupted = Thread.interrupted();
        try {
            bucket.calls()
                    .keyed(
                            "AbortMultipartUpload",
                            context.renewed(),
                            limits -> bucket.client()
                                    .abortMultipartUpload(r -> r.bucket(bucket.name())
                                            .key(uri.path())
                                            .uploadId(id)
                                            .overrideConfiguration(limits)));
        } catch (DroverException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                log.warn(
                        "Parts of {} stay in the bucket and cost money until upload {} is aborted or a lifecycle rule"
                                + " does it: {}",
                        uri,
                        id,
                        e.getMessage());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
