package dev.drover.internal.storage;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.internal.guard.Guard;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.spi.CallContext;
import dev.drover.spi.StorageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@link Storage} over a driver. */
public final class StorageClient implements Storage {
    private final Location location;
    private final StorageDriver driver;
    private final Guard guard;

    public StorageClient(Opened opened) {
        this.location = opened.where();
        this.driver = opened.storage();
        this.guard = opened.guard();
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public Optional<StoredObject> stat(StorageUri uri) {
        return driver.stat(object(uri), begin("look at", uri));
    }

    @Override
    public StoredObject put(StorageUri uri, Content content) {
        return driver.put(object(uri), content, begin("write", uri, content));
    }

    @Override
    public Optional<StoredObject> putIfAbsent(StorageUri uri, Content content) {
        return driver.putIfAbsent(object(uri), content, begin("create", uri, content));
    }

    @Override
    public InputStream get(StorageUri uri) {
        return driver.get(object(uri), 0, Long.MAX_VALUE, begin("read", uri));
    }

    @Override
    public InputStream getRange(StorageUri uri, long offset, long length) {
        if (offset < 0 || length < 0) {
            throw DroverException.invalid("A range of " + uri + " cannot start at " + offset + " with " + length
                    + " bytes; both must be 0 or more.");
        }
        return length == 0
                ? InputStream.nullInputStream()
                : driver.get(object(uri), offset, length, begin("read", uri));
    }

    @Override
    public Stream<StoredObject> list(StorageUri prefix) {
        requireHere(prefix);
        return StreamSupport.stream(new Pages(prefix), false);
    }

    @Override
    public void delete(StorageUri uri) {
        driver.delete(List.of(object(uri)), begin("delete", uri));
    }

    @Override
    public void deleteAll(Collection<StorageUri> uris) {
        uris.forEach(this::object);
        if (!uris.isEmpty()) {
            driver.delete(uris, guard.begin("delete " + uris.size() + " objects from " + location));
        }
    }

    @Override
    public StoredObject copy(StorageUri from, StorageUri to) {
        String what = "copy " + from + " to " + to;
        long bytes = stat(from).map(StoredObject::size).orElse(0L);
        return driver.copy(object(from), object(to), guard.beginTransfer(what, bytes));
    }

    private CallContext begin(String verb, StorageUri uri) {
        return guard.begin(verb + " " + uri);
    }

    private CallContext begin(String verb, StorageUri uri, Content content) {
        String what = verb + " " + uri;
        try {
            return guard.beginTransfer(what, content.length());
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.INVALID_ARGUMENT,
                    Effect.NONE,
                    false,
                    "Could not " + what + ": the length of the content cannot be read.",
                    e);
        }
    }

    private StorageUri object(StorageUri uri) {
        requireHere(uri);
        if (uri.path().isEmpty() || uri.path().endsWith("/")) {
            throw DroverException.invalid("'" + uri + "' is a prefix, not an object; add a name to it.");
        }
        return uri;
    }

    private void requireHere(StorageUri uri) {
        if (!uri.location().equals(location)) {
            throw DroverException.invalid("'" + uri + "' is not in " + location + "; ask Drover for its own storage.");
        }
    }

    /** Fetches a page when the one before is used up. */
    private final class Pages extends Spliterators.AbstractSpliterator<StoredObject> {
        private final StorageUri prefix;
        private List<StoredObject> page = List.of();
        private int next;
        private Optional<String> token = Optional.empty();
        private boolean last;

        Pages(StorageUri prefix) {
            super(Long.MAX_VALUE, ORDERED | DISTINCT | NONNULL | IMMUTABLE);
            this.prefix = prefix;
        }

        @Override
        public boolean tryAdvance(Consumer<? super StoredObject> action) {
            while (next == page.size()) {
                if (last) {
                    return false;
                }
                StorageDriver.Page fetched = driver.list(prefix, token, begin("list", prefix));
                page = fetched.objects();
                next = 0;
                token = fetched.next();
                last = token.isEmpty();
            }
            action.accept(page.get(next++));
            return true;
        }
    }
}
