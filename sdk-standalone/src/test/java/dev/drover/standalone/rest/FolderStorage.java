package dev.drover.standalone.rest;

import dev.drover.Content;
import dev.drover.Location;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** As much of a storage in files as staging needs; everything else is refused. */
public final class FolderStorage implements Storage {

    @Override
    public Location location() {
        return new Location("file", "");
    }

    @Override
    public Optional<StoredObject> stat(StorageUri uri) {
        Path file = uri.toPath();
        return Files.exists(file)
                ? Optional.of(new StoredObject(uri, file.toFile().length(), Instant.EPOCH))
                : Optional.empty();
    }

    @Override
    public Optional<StoredObject> putIfAbsent(StorageUri uri, Content content) {
        Path file = uri.toPath();
        try (InputStream in = content.open()) {
            Files.createDirectories(file.getParent());
            Files.copy(in, file);
            return stat(uri);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public StoredObject put(StorageUri uri, Content content) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream get(StorageUri uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream getRange(StorageUri uri, long offset, long length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stream<StoredObject> list(StorageUri prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(StorageUri uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deleteAll(Collection<StorageUri> uris) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredObject copy(StorageUri from, StorageUri to) {
        throw new UnsupportedOperationException();
    }
}
