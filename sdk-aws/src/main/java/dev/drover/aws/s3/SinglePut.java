package dev.drover.aws.s3;

import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Writes an object with one request, from memory, so that it can be sent again. */
final class SinglePut {
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
        PutObjectRequest request = request().build();
        return stored(bucket.carrying(bytes.length)
                .keyed(
                        "PutObject",
                        context,
                        limits -> bucket.client()
                                .putObject(
                                        request.toBuilder()
                                                .overrideConfiguration(limits)
                                                .build(),
                                        body())));
    }

    /** Empty if there is one already. */
    Optional<StoredObject> create() {
        Mark mark = new Mark();
        PutObjectRequest request =
                request().ifNoneMatch("*").metadata(mark.metadata()).build();
        Optional<PutObjectResponse> created = bucket.carrying(bytes.length).keyed("PutObject", context, limits -> {
            mark.sending();
            try {
                return Optional.of(bucket.client()
                        .putObject(
                                request.toBuilder()
                                        .overrideConfiguration(limits)
                                        .build(),
                                body()));
            } catch (S3Exception e) {
                if (Bucket.exists(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
        return created.map(this::stored).or(() -> mark.recognise(bucket, uri, context));
    }

    private PutObjectRequest.Builder request() {
        return PutObjectRequest.builder().bucket(bucket.name()).key(uri.path()).contentLength((long) bytes.length);
    }

    private RequestBody body() {
        return Bodies.of(bytes, bytes.length);
    }

    private StoredObject stored(PutObjectResponse answer) {
        return Bucket.object(uri, bytes.length, Bucket.answeredAt(answer, context));
    }
}
