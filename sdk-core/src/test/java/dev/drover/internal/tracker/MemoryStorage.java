package dev.drover.internal.tracker;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Keeps objects in a map, and can be down. */
final class MemoryStorage implements Storage {
    final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    boolean down;

    private void up() {
        if (down) {
            throw new DroverException(ErrorCode.UNAVAILABLE, Effect.UNKNOWN, true, "the store is down", null);
        }
    }

    /** The names that contain a word. */
    List<String> names(String word) {
        return objects.keySet().stream().filter(name -> name.contains(word)).toList();
    }

    @Override
    public Location location() {
        return new Location("map", "bucket");
    }

    @Override
    public Optional<StoredObject> stat(StorageUri uri) {
        throw new AssertionError("Not asked for");
    }

    @Override
    public StoredObject put(StorageUri uri, Content content) {
        up();
        objects.put(uri.path(), bytes(content));
        return object(uri.path());
    }

    @Override
    public Optional<StoredObject> putIfAbsent(StorageUri uri, Content content) {
        up();
        return objects.putIfAbsent(uri.path(), bytes(content)) == null
                ? Optional.of(object(uri.path()))
                : Optional.empty();
    }

    private static byte[] bytes(Content content) {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream get(StorageUri uri) {
        up();
        return new ByteArrayInputStream(Optional.ofNullable(objects.get(uri.path()))
                .orElseThrow(() -> new DroverException(ErrorCode.NOT_FOUND, "no " + uri)));
    }

    @Override
    public InputStream getRange(StorageUri uri, long offset, long length) {
        throw new AssertionError("Not asked for");
    }

    @Override
    public Stream<StoredObject> list(StorageUri prefix) {
        up();
        return objects.keySet().stream()
                .filter(name -> name.startsWith(prefix.path()))
                .map(MemoryStorage::object);
    }

    @Override
    public void delete(StorageUri uri) {
        up();
        objects.remove(uri.path());
    }

    @Override
    public void deleteAll(Collection<StorageUri> uris) {
        uris.forEach(this::delete);
    }

    @Override
    public StoredObject copy(StorageUri from, StorageUri to) {
        throw new AssertionError("Not asked for");
    }

    private static StoredObject object(String path) {
        return new StoredObject(new StorageUri("map", "bucket", path), 1, Instant.EPOCH);
    }
}
