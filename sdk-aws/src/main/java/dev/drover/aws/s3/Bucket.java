package dev.drover.aws.s3;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.aws.internal.AwsCalls;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket and the way to it. Safe for use by many threads. */
record Bucket(String name, S3Client client, AwsCalls calls, Duration requestTimeout) {
    /** <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html">In bytes of UTF-8.</a> */
    private static final int LONGEST_KEY = 1024;

    private static final long SLOW_BYTES_PER_SECOND = 256 * 1024;

    /** The path is the key; this refuses what S3 would not take. */
    static void requireKey(StorageUri uri) {
        int bytes = uri.path().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_KEY) {
            throw DroverException.invalid(
                    "The name of '" + uri + "' has " + bytes + " bytes; S3 takes at most " + LONGEST_KEY + ".");
        }
    }

    /** What the bucket says of an object; empty if there is none. */
    Optional<HeadObjectResponse> head(StorageUri uri, CallContext context) {
        return calls.read("HeadObject", context, limits -> {
            try {
                return Optional.of(
                        client.headObject(r -> r.bucket(name).key(uri.path()).overrideConfiguration(limits)));
            } catch (S3Exception e) {
                if (absent(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Empty for keys that name no object here: the markers of folders, and what no {@link StorageUri} can say. */
    static Optional<StorageUri> uri(StorageUri bucket, String key) {
        if (key.isEmpty() || key.endsWith("/")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StorageUri(bucket.scheme(), bucket.authority(), key));
        } catch (DroverException e) {
            return Optional.empty();
        }
    }

    /** S3 counts in whole seconds, and shows more in some answers than in others. */
    static StoredObject object(StorageUri uri, HeadObjectResponse found) {
        return object(uri, found.contentLength(), found.lastModified());
    }

    /** {@link #object(StorageUri, HeadObjectResponse)} for other answers. */
    static StoredObject object(StorageUri uri, long size, Instant modifiedAt) {
        return new StoredObject(uri, size, modifiedAt.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whether an error says that there is no such object. */
    static boolean absent(S3Exception error) {
        return error.statusCode() == 404;
    }

    /** Whether an error says that there is an object where none may be. */
    static boolean exists(S3Exception error) {
        return error.statusCode() == 412;
    }

    /** Whether an error says that another write to the same key came between. */
    static boolean conflict(S3Exception error) {
        return error.statusCode() == 409;
    }

    /** The error of a request that asked for an object as it was: not there to be created, but no more the same. */
    static Exception changed(S3Exception error) {
        return exists(error)
                ? new NativeException(
                        Failure.refused(ErrorCode.CONFLICT, "the object was replaced meanwhile. Begin again."), error)
                : error;
    }

    /** Calls that carry data, with the time that a slow line needs for it. */
    AwsCalls carrying(long bytes) {
        return calls.within(requestTimeout.plusSeconds(bytes / SLOW_BYTES_PER_SECOND));
    }

    /** The server's time of an answer: an answer to a write does not say the object's own. */
    static Instant answeredAt(SdkResponse answer, CallContext context) {
        try {
            return answer.sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    .orElseGet(context::now);
        } catch (DateTimeParseException e) {
            return context.now();
        }
    }
}
