package dev.drover;

import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects under URIs of one scheme and bucket. An object is seen whole or not at all, whatever crashes. Safe for use
 * by many threads.
 *
 * <p>Every method throws {@link DroverException}: INVALID_ARGUMENT for a URI of another location, NOT_FOUND,
 * PERMISSION_DENIED, QUOTA_EXCEEDED when the store is full, UNAVAILABLE.
 */
public interface Storage {

    /** The scheme and bucket. */
    Location location();

    /** What the store says of an object; empty if there is none. */
    Optional<StoredObject> stat(StorageUri uri);

    /** Writes an object, replacing one that is there. */
    StoredObject put(StorageUri uri, Content content);

    /**
     * Writes an object only if there is none. Of many concurrent callers exactly one succeeds, also when some crash.
     *
     * @return empty if there is one already
     */
    Optional<StoredObject> putIfAbsent(StorageUri uri, Content content);

    /**
     * Opens an object; the caller closes the stream.
     *
     * @throws DroverException NOT_FOUND if there is none
     */
    InputStream get(StorageUri uri);

    /**
     * Opens a part of an object; shorter than asked for at its end, empty past its end.
     *
     * @param offset from the start, at least 0, in bytes
     * @param length at least 0, in bytes
     */
    InputStream getRange(StorageUri uri, long offset, long length);

    /**
     * The objects whose URIs begin with the prefix, in the order of their paths' UTF-8 bytes, fetched page by page as
     * the stream is read. Close the stream.
     */
    Stream<StoredObject> list(StorageUri prefix);

    /** Deletes an object; does nothing if there is none. */
    void delete(StorageUri uri);

    /** Deletes objects in as few calls as the store allows. */
    void deleteAll(Collection<StorageUri> uris);

    /** Copies an object within this location, replacing one that is there. */
    StoredObject copy(StorageUri from, StorageUri to);
}
