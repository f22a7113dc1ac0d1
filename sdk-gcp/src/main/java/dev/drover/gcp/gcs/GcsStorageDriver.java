package dev.drover.gcp.gcs;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import dev.drover.spi.StorageDriver;
import dev.drover.spi.transfer.ContentReader;
import dev.drover.spi.transfer.PartsAhead;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Objects in a bucket. */
final class GcsStorageDriver implements StorageDriver {
    private static final int NOTHING_IN_RANGE = 416;
    private static final int PAGE = 1000;

    private final Bucket bucket;
    private final Executor executor;

    GcsStorageDriver(Bucket bucket, Executor executor) {
        this.bucket = bucket;
        this.executor = executor;
    }

    @Override
    public Optional<StoredObject> stat(StorageUri uri, CallContext context) {
        Bucket.requireKey(uri);
        return bucket.find(uri, context).map(found -> Bucket.object(uri, found));
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
            long length = reader.length();
            PartPlan.requireLength(uri, length);
            if (length > bucket.options().partSize()) {
                return composable(length)
                        ? composed(uri, reader, ifAbsent, context)
                        : new ResumablePut(bucket, uri, context).write(reader, ifAbsent);
            }
            byte[] bytes = new byte[(int) length];
            reader.fill(bytes);
            SinglePut put = new SinglePut(bucket, uri, bytes, context);
            return ifAbsent ? put.create() : Optional.of(put.replace());
        }
    }

    /** Google's client drops the key when it composes. */
    private boolean composable(long length) {
        return length > bucket.options().composeAbove()
                && bucket.options().kmsKey().isEmpty();
    }

    private Optional<StoredObject> composed(
            StorageUri uri, ContentReader reader, boolean ifAbsent, CallContext context) {
        PartPlan plan = PartPlan.of(
                reader.length(), bucket.options().partSize(), bucket.options().parallelism());
        return new ComposedPut(bucket, uri, executor, context).write(reader, plan, ifAbsent);
    }

    @Override
    public InputStream get(StorageUri uri, long offset, long length, CallContext context) {
        Bucket.requireKey(uri);
        boolean toEnd = length >= Long.MAX_VALUE - offset;
        // The whole is asked for as such: an empty object has no range.
        Optional<String> range = offset == 0 && toEnd
                ? Optional.empty()
                : Optional.of("bytes=" + offset + "-" + (toEnd ? "" : offset + length - 1));
        return bucket.calls().read("objects.get", context, left -> {
            try {
                return stream(
                        uri,
                        offset,
                        bucket.client().media().download(bucket.name(), uri.path(), bucket.billing(), range),
                        context);
            } catch (HttpResponseException e) {
                if (e.getStatusCode() == NOTHING_IN_RANGE) {
                    return InputStream.nullInputStream();
                }
                throw e;
            }
        });
    }

    private InputStream stream(StorageUri uri, long offset, HttpResponse answer, CallContext context)
            throws IOException {
        HttpHeaders headers = answer.getHeaders();
        Long length = headers.getContentLength();
        String generation = headers.getFirstHeaderStringValue("x-goog-generation");
        if (length == null || generation == null) {
            MediaRequests.drop(answer);
            throw new DroverException(
                    ErrorCode.INTERNAL,
                    "Could not read " + uri + ": the server told no length or no generation of it.");
        }
        // Two parts are not worth other connections.
        GcsOptions options = bucket.options();
        boolean inParts = options.parallelism() > 1 && length > 2 * options.partSize();
        PartsAhead ahead = new PartsAhead(
                offset + length,
                options.partSize(),
                options.parallelism(),
                executor,
                new ObjectParts(bucket, uri, generation, context));
        return new ObjectStream(uri, answer, offset, length, inParts ? options.partSize() : length, ahead);
    }

    /** Cloud Storage <a href="https://cloud.google.com/storage/docs/listing-objects">lists by the bytes of names</a>. */
    @Override
    public Page list(StorageUri prefix, Optional<String> token, CallContext context) {
        Bucket.requireKey(prefix);
        List<BlobListOption> asked = new ArrayList<>(List.of(
                BlobListOption.prefix(prefix.path()),
                BlobListOption.pageSize(PAGE),
                BlobListOption.fields(BlobField.SIZE, BlobField.TIME_CREATED)));
        token.map(BlobListOption::pageToken).ifPresent(asked::add);
        bucket.options().billedProject().map(BlobListOption::userProject).ifPresent(asked::add);
        com.google.api.gax.paging.Page<Blob> page = bucket.calls()
                .read(
                        "objects.list",
                        context,
                        left -> bucket.client().objects().list(bucket.name(), asked.toArray(BlobListOption[]::new)));
        List<StoredObject> objects = new ArrayList<>();
        for (BlobInfo found : page.getValues()) {
            Bucket.uri(prefix, found.getName())
                    .map(uri -> Bucket.object(uri, found))
                    .ifPresent(objects::add);
        }
        return new Page(objects, Optional.ofNullable(page.getNextPageToken()).filter(next -> !next.isEmpty()));
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
        if (from.equals(to)) {
            return bucket.find(from, context)
                    .map(found -> Bucket.object(to, found))
                    .orElseThrow(() -> absent(from));
        }
        return new Copy(bucket, context).copy(from, to);
    }

    private static DroverException absent(StorageUri uri) {
        return new DroverException(ErrorCode.NOT_FOUND, "Could not copy " + uri + ": there is no such object.");
    }
}
