package dev.drover.spi;

import dev.drover.Content;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Stores objects at the location of its {@link Provider}; see {@link dev.drover.Storage}. Safe for many threads. */
public interface StorageDriver {

    /** Empty if there is none. */
    Optional<StoredObject> stat(StorageUri uri, CallContext context);

    /** Writes or replaces; seen whole or not at all. */
    StoredObject put(StorageUri uri, Content content, CallContext context);

    /** Creates; empty if there is one. Exactly one of many concurrent callers creates. */
    Optional<StoredObject> putIfAbsent(StorageUri uri, Content content, CallContext context);

    /**
     * Opens from an offset to the end, or for at most {@code length} bytes. {@link ErrorCode#NOT_FOUND} if there is
     * none.
     */
    InputStream get(StorageUri uri, long offset, long length, CallContext context);

    /** The next page of what begins with the prefix, in the order of the paths' UTF-8 bytes. */
    Page list(StorageUri prefix, Optional<String> token, CallContext context);

    /** Deletes; what is not there is no error. */
    void delete(Collection<StorageUri> uris, CallContext context);

    /** Copies, replacing; {@link ErrorCode#NOT_FOUND} if there is no source. */
    StoredObject copy(StorageUri from, StorageUri to, CallContext context);

    /**
     * A page of a listing.
     *
     * @param next token of the next page; empty after the last
     */
    record Page(List<StoredObject> objects, Optional<String> next) {
        public Page {
            objects = List.copyOf(objects);
        }
    }
}
