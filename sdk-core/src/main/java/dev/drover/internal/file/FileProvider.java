package dev.drover.internal.file;

import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.StorageDriver;
import java.util.Optional;

/** The file system as a platform: it stores, and nothing else. */
final class FileProvider implements Provider {
    private final StorageDriver storage = new FileStorageDriver();

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return FileErrors.classify(call, error);
    }

    @Override
    public Optional<StorageDriver> storage() {
        return Optional.of(storage);
    }

    @Override
    public void close() {
        // Nothing is held: streams belong to the callers of get.
    }
}
