package dev.drover.gcp.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.model.StorageObject;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.gcp.gcs.MediaRequests.Sent;
import dev.drover.spi.CallContext;
import dev.drover.spi.transfer.ContentReader;
import dev.drover.spi.transfer.Progress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an object part after part, from one buffer. After a try that failed the server is asked how far it has come, so
 * that only what it lacks is sent again; an answer that was lost is had by asking too.
 */
final class ResumablePut {
    private static final Logger log = LoggerFactory.getLogger(ResumablePut.class);

    private final Bucket bucket;
    private final StorageUri uri;
    private final CallContext context;
    private final CRC32C crc32c = new CRC32C();

    ResumablePut(Bucket bucket, StorageUri uri, CallContext context) {
        this.bucket = bucket;
        this.uri = uri;
        this.context = context;
    }

    /** Empty if there is an object already and there may be none. */
    Optional<StoredObject> write(ContentReader content, boolean ifAbsent) {
        Optional<String> session = begin(content.length(), ifAbsent);
        if (session.isEmpty()) {
            return Optional.empty();
        }
        boolean ended = false;
        try {
            Optional<StorageObject> written = send(session.get(), content);
            ended = true;
            return written.map(this::stored);
        } finally {
            if (!ended) {
                cancel(session.get());
            }
        }
    }

    /** If the answer is lost, the repeat begins another; the first has no bytes, and ends by itself. */
    private Optional<String> begin(long length, boolean ifAbsent) {
        StorageObject described = new StorageObject()
                .setBucket(bucket.name())
                .setName(uri.path())
                .setContentType(Bucket.TYPE)
                .setStorageClass(bucket.options().storageClass().orElse(null));
        Map<String, String> query = new LinkedHashMap<>(bucket.billing());
        bucket.options().kmsKey().ifPresent(key -> query.put("kmsKeyName", key));
        if (ifAbsent) {
            query.put("ifGenerationMatch", "0");
        }
        return bucket.calls().keyed("objects.insert", context, left -> {
            try {
                return Optional.of(bucket.client().media().begin(described, query, length));
            } catch (HttpResponseException e) {
                if (exists(e)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Empty if there is an object meanwhile. */
    private Optional<StorageObject> send(String session, ContentReader content) {
        Progress progress = new Progress(context, "sent", content.length());
        byte[] buffer =
                new byte[(int) Math.min(content.length(), bucket.options().partSize())];
        while (true) {
            long start = content.length() - content.left();
            int length = content.fill(buffer);
            crc32c.update(buffer, 0, length);
            Optional<Sent> sent = send(session, buffer, length, start, content);
            if (sent.isEmpty() || sent.get().object().isPresent()) {
                return sent.flatMap(Sent::object);
            }
            progress.moved(length);
        }
    }

    private Optional<Sent> send(String session, byte[] buffer, int length, long start, ContentReader content) {
        long end = start + length;
        long position = start;
        while (true) {
            Optional<Sent> sent = send(session, buffer, start, position, end, content);
            if (sent.isEmpty() || sent.get().object().isPresent()) {
                return sent;
            }
            long stored = sent.get().position();
            if (stored <= position || (stored == end && content.left() == 0)) {
                throw given("the server says that it has " + stored + " bytes, after " + position + " before");
            }
            if (stored == end) {
                return sent;
            }
            position = stored;
        }
    }

    /** One request, or two if it is repeated. */
    private Optional<Sent> send(
            String session, byte[] buffer, long start, long position, long end, ContentReader content) {
        MediaRequests media = bucket.client().media();
        Optional<String> whole = content.left() == 0 ? Optional.of(Crc32c.text(crc32c)) : Optional.empty();
        AtomicBoolean tried = new AtomicBoolean();
        return bucket.carrying(end - position).keyed("objects.insert", context, left -> {
            try {
                if (tried.getAndSet(true)) {
                    Sent known = media.ask(session, content.length());
                    if (known.object().isPresent() || known.position() != position) {
                        return Optional.of(known);
                    }
                }
                return Optional.of(media.send(
                        session,
                        buffer,
                        (int) (position - start),
                        (int) (end - position),
                        position,
                        content.length(),
                        whole));
            } catch (HttpResponseException e) {
                if (exists(e)) {
                    return Optional.empty();
                }
                if (e.getStatusCode() == 404 || e.getStatusCode() == 410) {
                    throw given("the server does not know the upload any more");
                }
                throw e;
            }
        });
    }

    private StoredObject stored(StorageObject object) {
        Arrival.require(bucket, uri, Crc32c.text(crc32c), object.getCrc32c(), object.getGeneration(), context);
        return new StoredObject(
                uri,
                object.getSize().longValueExact(),
                Instant.ofEpochMilli(object.getTimeCreated().getValue()));
    }

    /** What is left of it is no object, and would end by itself within a week. */
    private void cancel(String session) {
        boolean interrupted = Thread.interrupted();
        try {
            bucket.calls().keyed("objects.insert", context.renewed(), left -> {
                bucket.client().media().cancel(session);
                return session;
            });
        } catch (DroverException e) {
            log.debug("An upload of {} was given up and could not be cancelled: {}", uri, e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private DroverException given(String why) {
        return new DroverException(
                ErrorCode.UNAVAILABLE,
                Effect.UNKNOWN,
                true,
                "Could not write " + uri + ": " + why + ". Write it again.",
                null);
    }

    private static boolean exists(HttpResponseException error) {
        return error.getStatusCode() == 412;
    }
}
