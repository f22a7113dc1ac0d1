package dev.drover.aws.s3;

import dev.drover.Effect;
import dev.drover.aws.internal.AwsFailures;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Deletes many objects in few calls. */
final class Deletion {
    /** <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html">Keys per call.</a> */
    private static final int LARGEST_BATCH = 1000;

    private static final String API = "DeleteObjects";
    private static final int SUCCESS = 200;

    private final Bucket bucket;
    private final CallContext context;

    Deletion(Bucket bucket, CallContext context) {
        this.bucket = bucket;
        this.context = context;
    }

    void delete(List<String> keys) {
        if (keys.size() == 1) {
            // One request less that needs a checksum of its body, which some servers want in another form.
            String key = keys.get(0);
            bucket.calls()
                    .keyed(
                            "DeleteObject",
                            context,
                            limits -> bucket.client()
                                    .deleteObject(r ->
                                            r.bucket(bucket.name()).key(key).overrideConfiguration(limits)));
            return;
        }
        for (int from = 0; from < keys.size(); from += LARGEST_BATCH) {
            deleteBatch(keys.subList(from, Math.min(from + LARGEST_BATCH, keys.size())));
        }
    }

    private void deleteBatch(List<String> keys) {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        bucket.calls().keyed(API, context, limits -> {
            DeleteObjectsResponse answer = bucket.client()
                    .deleteObjects(r -> r.bucket(bucket.name())
                            .delete(d -> d.objects(objects).quiet(true))
                            .overrideConfiguration(limits));
            List<S3Error> errors = answer.errors().stream()
                    .filter(error -> !"NoSuchKey".equals(error.code()))
                    .toList();
            if (!errors.isEmpty()) {
                throw new NativeException(failure(errors, keys.size()));
            }
            return answer;
        });
    }

    /** The whole call succeeds although objects are refused; this makes it an error like that of one object. */
    private Failure failure(List<S3Error> errors, int asked) {
        S3Error first = errors.get(0);
        Failure failure = AwsFailures.classify(
                NativeCall.of(API, Safety.KEYED, "S3", bucket.requestTimeout()),
                S3Exception.builder()
                        .statusCode(SUCCESS)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode(first.code())
                                .errorMessage(first.message())
                                .build())
                        .build());
        return new Failure(
                failure.code(),
                errors.size() == asked ? failure.effect() : Effect.UNKNOWN,
                failure.scope(),
                failure.retryable(),
                failure.retryAfter(),
                errors.size() + " of " + asked + " objects were not deleted, among them '" + first.key() + "': "
                        + failure.message());
    }
}
