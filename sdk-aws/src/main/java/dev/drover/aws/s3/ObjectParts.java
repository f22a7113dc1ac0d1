package dev.drover.aws.s3;

import dev.drover.StorageUri;
import dev.drover.spi.CallContext;
import dev.drover.spi.transfer.PartsAhead;
import java.io.EOFException;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The parts of an object, each asked for by its ETag.
 *
 * @param context of the operation that opened the object, which may be over when parts are fetched
 */
record ObjectParts(Bucket bucket, StorageUri uri, String eTag, CallContext context) implements PartsAhead.Source {

    /** What breaks off in the middle is fetched again from its start, as often as any call is repeated. */
    @Override
    public void fetch(long start, int length, byte[] into) {
        var unused = bucket.carrying(length)
                .read("GetObject", context.renewed(), limits -> get(start, length, into, limits));
    }

    private int get(long start, int length, byte[] into, AwsRequestOverrideConfiguration limits) throws Exception {
        try {
            return bucket.client()
                    .getObject(
                            r -> r.bucket(bucket.name())
                                    .key(uri.path())
                                    .ifMatch(eTag)
                                    .range("bytes=" + start + "-" + (start + length - 1))
                                    .overrideConfiguration(limits),
                            (answer, in) -> {
                                int count = in.readNBytes(into, 0, length);
                                if (count < length) {
                                    throw new EOFException("after " + count + " of " + length + " bytes");
                                }
                                return count;
                            });
        } catch (S3Exception e) {
            throw Bucket.changed(e);
        }
    }
}
