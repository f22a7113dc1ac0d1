package dev.drover.aws.s3;

import dev.drover.Content;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import dev.drover.spi.StorageDriver;
import dev.drover.spi.transfer.ContentReader;
import dev.drover.spi.transfer.PartsAhead;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in a bucket. */
final class S3StorageDriver implements StorageDriver {
    private static final int NOTHING_IN_RANGE = 416;
    private static final long COPIED_PART = 512 << 20;

    private final Bucket bucket;
    private final S3Options options;
    private final Executor executor;
    private final long largestCopy;

    /** @param largestCopy what one request copies at most, in bytes */
    S3StorageDriver(Bucket bucket, S3Options options, Executor executor, long largestCopy) {
        this.bucket = bucket;
        this.options = options;
        this.executor = executor;
        this.largestCopy = largestCopy;
    }

    @Override
    public Optional<StoredObject> stat(StorageUri uri, CallContext context) {
        Bucket.requireKey(uri);
        return bucket.head(uri, context).map(found -> Bucket.object(uri, found));
    }

    @Override
    public StoredObject put(StorageUri uri, Content content, CallContext context) {
        return write(uri, content, false, context).orElseThrow();
    }

    @Override
    public Optional<StoredObject> putIfAbsent(StorageUri uri, Content content, CallContext context) {
        return write(uri, content, true, context);
    }

    private Optional<StoredObject> write(StorageUri uri, Content content, boolean ifAbsent, CallContext context) {
        Bucket.requireKey(uri);
        try (ContentReader reader = ContentReader.open(uri, content)) {
            if (reader.length() > options.partSize()) {
                PartPlan plan = PartPlan.of(uri, reader.length(), options.partSize(), options.parallelism());
                return new MultipartPut(bucket, uri, executor, context).write(reader, plan, ifAbsent);
            }
            byte[] bytes = new byte[(int) reader.length()];
            reader.fill(bytes);
            SinglePut put = new SinglePut(bucket, uri, bytes, context);
            return ifAbsent ? put.create() : Optional.of(put.replace());
        }
    }

    @Override
    public InputStream get(StorageUri uri, long offset, long length, CallContext context) {
        Bucket.requireKey(uri);
        boolean toEnd = length >= Long.MAX_VALUE - offset;
        // The whole is asked for as such: for a range the server tells no checksum, and an empty object has none.
        String range = offset == 0 && toEnd ? null : "bytes=" + offset + "-" + (toEnd ? "" : offset + length - 1);
        return bucket.calls().read("GetObject", context, limits -> {
            try {
                return stream(
                        uri,
                        offset,
                        bucket.client()
                                .getObject(r -> r.bucket(bucket.name())
                                        .key(uri.path())
                                        .range(range)
                                        .overrideConfiguration(limits)),
                        context);
            } catch (S3Exception e) {
                if (e.statusCode() == NOTHING_IN_RANGE) {
                    return InputStream.nullInputStream();
                }
                throw e;
            }
        });
    }

    private InputStream stream(
            StorageUri uri, long offset, ResponseInputStream<GetObjectResponse> answer, CallContext context) {
        long length = answer.response().contentLength();
        // Two parts are not worth other connections.
        boolean inParts = options.parallelism() > 1 && length > 2 * options.partSize();
        PartsAhead ahead = new PartsAhead(
                offset + length,
                options.partSize(),
                options.parallelism(),
                executor,
                new ObjectParts(bucket, uri, answer.response().eTag(), context));
        return new ObjectStream(uri, answer, offset, inParts ? options.partSize() : length, ahead);
    }

    @Override
    public Page list(StorageUri prefix, Optional<String> token, CallContext context) {
        Bucket.requireKey(prefix);
        // Encoded, since a key may hold what XML cannot; the SDK decodes.
        ListObjectsV2Response page = bucket.calls()
                .read(
                        "ListObjectsV2",
                        context,
                        limits -> bucket.client()
                                .listObjectsV2(r -> r.bucket(bucket.name())
                                        .prefix(prefix.path())
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
        uris.forEach(Bucket::requireKey);
        new Deletion(bucket, context)
                .delete(uris.stream().map(StorageUri::path).distinct().toList());
    }

    @Override
    public StoredObject copy(StorageUri from, StorageUri to, CallContext context) {
        Bucket.requireKey(from);
        Bucket.requireKey(to);
        HeadObjectResponse source = bucket.calls()
                .read(
                        "HeadObject",
                        context,
                        limits -> bucket.client()
                                .headObject(r ->
                                        r.bucket(bucket.name()).key(from.path()).overrideConfiguration(limits)));
        if (from.equals(to)) {
            // S3 refuses to copy an object to itself, and there is nothing to do.
            return Bucket.object(to, source);
        }
        Copy copy = new Copy(bucket, from, to, source, context);
        long length = source.contentLength();
        return length > largestCopy
                ? copy.inParts(
                        PartPlan.of(to, length, Math.min(largestCopy, COPIED_PART), options.parallelism()), executor)
                : copy.whole();
    }
}
