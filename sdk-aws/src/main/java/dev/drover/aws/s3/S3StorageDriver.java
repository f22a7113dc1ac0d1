package dev.drover.aws.s3;

import dev.drover.Content;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import dev.drover.spi.StorageDriver;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in a bucket. */
final class S3StorageDriver implements StorageDriver {
    private static final int NOTHING_IN_RANGE = 416;

    private final Bucket bucket;

    S3StorageDriver(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public Optional<StoredObject> stat(StorageUri uri, CallContext context) {
        String key = Bucket.key(uri);
        return bucket.calls().read("HeadObject", context, limits -> {
            try {
                HeadObjectResponse found = bucket.client()
                        .headObject(r -> r.bucket(bucket.name()).key(key).overrideConfiguration(limits));
                return Optional.of(Bucket.object(uri, found.contentLength(), found.lastModified()));
            } catch (S3Exception e) {
                if (Bucket.absent(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public StoredObject put(StorageUri uri, Content content, CallContext context) {
        return single(uri, content, context).replace();
    }

    @Override
    public Optional<StoredObject> putIfAbsent(StorageUri uri, Content content, CallContext context) {
        return single(uri, content, context).create();
    }

    private SinglePut single(StorageUri uri, Content content, CallContext context) {
        Bucket.key(uri);
        try (ContentReader reader = ContentReader.open(uri, content)) {
            byte[] bytes = new byte[(int) reader.left()];
            reader.fill(bytes);
            return new SinglePut(bucket, uri, bytes, context);
        }
    }

    @Override
    public InputStream get(StorageUri uri, long offset, long length, CallContext context) {
        String key = Bucket.key(uri);
        String range = "bytes=" + offset + "-" + (length > Long.MAX_VALUE - offset ? "" : offset + length - 1);
        return bucket.calls().read("GetObject", context, limits -> {
            try {
                return bucket.client()
                        .getObject(r ->
                                r.bucket(bucket.name()).key(key).range(range).overrideConfiguration(limits));
            } catch (S3Exception e) {
                if (e.statusCode() == NOTHING_IN_RANGE) {
                    return InputStream.nullInputStream();
                }
                throw e;
            }
        });
    }

    @Override
    public Page list(StorageUri prefix, Optional<String> token, CallContext context) {
        String start = Bucket.key(prefix);
        // Encoded, since a key may hold what XML cannot; the SDK decodes.
        ListObjectsV2Response page = bucket.calls()
                .read(
                        "ListObjectsV2",
                        context,
                        limits -> bucket.client()
                                .listObjectsV2(r -> r.bucket(bucket.name())
                                        .prefix(start)
                                        .continuationToken(token.orElse(null))
                                        .encodingType(EncodingType.URL)
                                        .overrideConfiguration(limits)));
        List<StoredObject> objects = new ArrayList<>();
        page.contents()
                .forEach(found -> Bucket.uri(prefix, found.key())
                        .map(uri -> Bucket.object(uri, found.size(), found.lastModified()))
                        .ifPresent(objects::add));
        // Some servers order as Java does, by UTF-16. Across pages theirs is theirs.
        objects.sort(Comparator.comparing(object -> object.uri().path(), Utf8Order.INSTANCE));
        return new Page(objects, Optional.ofNullable(page.nextContinuationToken()));
    }

    @Override
    public void delete(Collection<StorageUri> uris, CallContext context) {
        new Deletion(bucket, context)
                .delete(uris.stream().map(Bucket::key).distinct().toList());
    }

    @Override
    public StoredObject copy(StorageUri from, StorageUri to, CallContext context) {
        String source = Bucket.key(from);
        String target = Bucket.key(to);
        HeadObjectResponse found = bucket.calls()
                .read(
                        "HeadObject",
                        context,
                        limits -> bucket.client()
                                .headObject(
                                        r -> r.bucket(bucket.name()).key(source).overrideConfiguration(limits)));
        if (source.equals(target)) {
            // S3 refuses to copy an object to itself, and there is nothing to do.
            return Bucket.object(to, found.contentLength(), found.lastModified());
        }
        CopyObjectResponse copied = bucket.carrying(found.contentLength())
                .keyed(
                        "CopyObject",
                        context,
                        limits -> bucket.client()
                                .copyObject(r -> r.sourceBucket(bucket.name())
                                        .sourceKey(source)
                                        .copySourceIfMatch(found.eTag())
                                        .destinationBucket(bucket.name())
                                        .destinationKey(target)
                                        .overrideConfiguration(limits)));
        return Bucket.object(
                to, found.contentLength(), copied.copyObjectResult().lastModified());
    }
}
