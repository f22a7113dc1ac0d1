package dev.drover.bundle;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Keeps objects in a map, remembers what was put, and lets a test step in before each put. */
final class MapStorage implements Storage {
    final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    final List<String> puts = new CopyOnWriteArrayList<>();
    volatile Consumer<String> beforePut = path -> {};

    @Override
    public Location location() {
        return new Location("map", "bucket");
    }

    @Override
    public Optional<StoredObject> stat(StorageUri uri) {
        return Optional.ofNullable(objects.get(uri.path())).map(bytes -> object(uri.path(), bytes));
    }

    @Override
    public StoredObject put(StorageUri uri, Content content) {
        beforePut.accept(uri.path());
        try (InputStream in = content.open()) {
            // Exactly what was announced, as HTTP clients read; the end of the stream is never seen.
            byte[] bytes = in.readNBytes((int) content.length());
            objects.put(uri.path(), bytes);
            puts.add(uri.path());
            return object(uri.path(), bytes);
        } catch (IOException e) {
            throw new DroverException(ErrorCode.UNAVAILABLE, dev.drover.Effect.NONE, true, "broken off", e);
        }
    }

    @Override
    public Optional<StoredObject> putIfAbsent(StorageUri uri, Content content) {
        throw new AssertionError("Uploads replace");
    }

    @Override
    public InputStream get(StorageUri uri) {
        return new ByteArrayInputStream(Optional.ofNullable(objects.get(uri.path()))
                .orElseThrow(() -> new DroverException(ErrorCode.NOT_FOUND, "no " + uri)));
    }

    @Override
    public InputStream getRange(StorageUri uri, long offset, long length) {
        throw new AssertionError("Uploads read no ranges");
    }

    @Override
    public Stream<StoredObject> list(StorageUri prefix) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix.path()))
                .map(entry -> object(entry.getKey(), entry.getValue()));
    }

    @Override
    public void delete(StorageUri uri) {
        throw new AssertionError("Uploads delete nothing");
    }

    @Override
    public void deleteAll(Collection<StorageUri> uris) {
        throw new AssertionError("Uploads delete nothing");
    }

    @Override
    public StoredObject copy(StorageUri from, StorageUri to) {
        throw new AssertionError("Uploads copy nothing");
    }

    private static StoredObject object(String path, byte[] bytes) {
        return new StoredObject(new StorageUri("map", "bucket", path), bytes.length, Instant.EPOCH);
    }
}
