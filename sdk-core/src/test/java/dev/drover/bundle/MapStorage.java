package dev.drover.bundle;

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
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Keeps objects in a map, remembers what was put, and lets a test step in before each put, deletion and listing. */
final class MapStorage implements Storage {
    final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    final List<String> puts = new CopyOnWriteArrayList<>();
    final List<String> deletions = new CopyOnWriteArrayList<>();
    volatile Consumer<String> beforePut = path -> {};
    volatile Consumer<String> beforeDelete = path -> {};
    volatile Consumer<String> beforeList = path -> {};
    volatile Supplier<Instant> now = () -> Instant.EPOCH;
    private final String bucket;
    private final Map<String, Instant> times = new ConcurrentHashMap<>();

    MapStorage() {
        this("bucket");
    }

    MapStorage(String bucket) {
        this.bucket = bucket;
    }

    @Override
    public Location location() {
        return new Location("map", bucket);
    }

    @Override
    public Optional<StoredObject> stat(StorageUri uri) {
        return Optional.ofNullable(objects.get(uri.path())).map(bytes -> object(uri.path(), bytes));
    }

    @Override
    public StoredObject put(StorageUri uri, Content content) {
        beforePut.accept(uri.path());
        byte[] bytes = read(content);
        objects.put(uri.path(), bytes);
        return written(uri, bytes);
    }

    @Override
    public Optional<StoredObject> putIfAbsent(StorageUri uri, Content content) {
        beforePut.accept(uri.path());
        byte[] bytes = read(content);
        return objects.putIfAbsent(uri.path(), bytes) == null ? Optional.of(written(uri, bytes)) : Optional.empty();
    }

    private static byte[] read(Content content) {
        try (InputStream in = content.open()) {
            // Exactly what was announced, as HTTP clients read; the end of the stream is never seen.
            return in.readNBytes((int) content.length());
        } catch (IOException e) {
            throw new DroverException(ErrorCode.UNAVAILABLE, Effect.NONE, true, "broken off", e);
        }
    }

    private StoredObject written(StorageUri uri, byte[] bytes) {
        puts.add(uri.path());
        times.put(uri.path(), now.get());
        return object(uri.path(), bytes);
    }

    @Override
    public InputStream get(StorageUri uri) {
        return new ByteArrayInputStream(Optional.ofNullable(objects.get(uri.path()))
                .orElseThrow(() -> new DroverException(ErrorCode.NOT_FOUND, "no " + uri)));
    }

    @Override
    public InputStream getRange(StorageUri uri, long offset, long length) {
        throw new AssertionError("Bundles read no ranges");
    }

    @Override
    public Stream<StoredObject> list(StorageUri prefix) {
        beforeList.accept(prefix.path());
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix.path()))
                .map(entry -> object(entry.getKey(), entry.getValue()));
    }

    @Override
    public void delete(StorageUri uri) {
        beforeDelete.accept(uri.path());
        objects.remove(uri.path());
        deletions.add(uri.path());
    }

    @Override
    public void deleteAll(Collection<StorageUri> uris) {
        uris.forEach(this::delete);
    }

    @Override
    public StoredObject copy(StorageUri from, StorageUri to) {
        beforePut.accept(to.path());
        byte[] bytes = objects.get(from.path());
        if (bytes == null) {
            throw new DroverException(ErrorCode.NOT_FOUND, "no " + from);
        }
        objects.put(to.path(), bytes);
        return written(to, bytes);
    }

    private StoredObject object(String path, byte[] bytes) {
        return new StoredObject(
                new StorageUri("map", bucket, path), bytes.length, times.getOrDefault(path, Instant.EPOCH));
    }
}
