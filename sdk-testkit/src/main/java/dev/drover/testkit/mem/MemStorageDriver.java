package dev.drover.testkit.mem;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import dev.drover.spi.StorageDriver;
import dev.drover.testkit.fault.MemApi;
import dev.drover.testkit.mem.Bucket.Held;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Objects on the pretended platform. */
final class MemStorageDriver implements StorageDriver {
    private final Endpoint endpoint;
    private final Bucket bucket;
    private final Agenda agenda;
    private final int pageSize;

    MemStorageDriver(Endpoint endpoint, Bucket bucket, Agenda agenda, int pageSize) {
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.agenda = agenda;
        this.pageSize = pageSize;
    }

    private <T> T call(CallContext context, MemApi api, Action<T> action) {
        return endpoint.call(context, api, Optional.empty(), action);
    }

    @Override
    public Optional<StoredObject> stat(StorageUri uri, CallContext context) {
        return call(
                context,
                MemApi.STAT_OBJECT,
                (asOf, sentAt) -> bucket.get(uri.path(), asOf).map(held -> object(uri, held)));
    }

    @Override
    public StoredObject put(StorageUri uri, Content content, CallContext context) {
        Bytes bytes = read(uri, content);
        return call(context, MemApi.PUT_OBJECT, (asOf, sentAt) -> write(uri, bytes));
    }

    @Override
    public Optional<StoredObject> putIfAbsent(StorageUri uri, Content content, CallContext context) {
        Bytes bytes = read(uri, content);
        return call(
                context,
                MemApi.CREATE_OBJECT,
                (asOf, sentAt) -> bucket.get(uri.path(), agenda.now()).isPresent()
                        ? Optional.empty()
                        : Optional.of(write(uri, bytes)));
    }

    private StoredObject write(StorageUri uri, Bytes bytes) {
        Instant now = agenda.now();
        bucket.put(uri.path(), bytes, now);
        return new StoredObject(uri, bytes.size(), now);
    }

    /** Reads all before anything is sent, so that an object is there whole or not at all. */
    private static Bytes read(StorageUri uri, Content content) {
        byte[] bytes;
        try (InputStream in = content.open()) {
            bytes = in.readAllBytes();
            if (bytes.length == content.length()) {
                return new Bytes(bytes);
            }
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.INVALID_ARGUMENT,
                    Effect.NONE,
                    false,
                    "Could not write " + uri + ": its content cannot be read.",
                    e);
        }
        throw DroverException.invalid(
                "Could not write " + uri + ": its content has " + bytes.length + " bytes, not as many as announced.");
    }

    @Override
    public InputStream get(StorageUri uri, long offset, long length, CallContext context) {
        Bytes bytes = call(
                context,
                MemApi.GET_OBJECT,
                (asOf, sentAt) -> existing(uri, asOf).bytes());
        return bytes.range(offset, length);
    }

    @Override
    public Page list(StorageUri prefix, Optional<String> token, CallContext context) {
        return call(context, MemApi.LIST_OBJECTS, (asOf, sentAt) -> {
            List<StoredObject> page = new ArrayList<>();
            for (Held held : bucket.list(prefix.path(), token.orElse(""), asOf)) {
                if (page.size() == pageSize) {
                    return new Page(
                            page, Optional.of(page.get(pageSize - 1).uri().path()));
                }
                page.add(object(new StorageUri(prefix.scheme(), prefix.authority(), held.path()), held));
            }
            return new Page(page, Optional.empty());
        });
    }

    @Override
    public void delete(Collection<StorageUri> uris, CallContext context) {
        List<StorageUri> all = List.copyOf(uris);
        call(context, MemApi.DELETE_OBJECTS, (asOf, sentAt) -> {
            all.forEach(uri -> bucket.delete(uri.path(), agenda.now()));
            return all;
        });
    }

    @Override
    public StoredObject copy(StorageUri from, StorageUri to, CallContext context) {
        return call(
                context,
                MemApi.COPY_OBJECT,
                (asOf, sentAt) -> write(to, existing(from, agenda.now()).bytes()));
    }

    private Held existing(StorageUri uri, Instant asOf) throws NativeException {
        return bucket.get(uri.path(), asOf)
                .orElseThrow(() ->
                        new NativeException(Failure.refused(ErrorCode.NOT_FOUND, "there is no object " + uri + ".")));
    }

    private static StoredObject object(StorageUri uri, Held held) {
        return new StoredObject(uri, held.bytes().size(), held.from());
    }
}
