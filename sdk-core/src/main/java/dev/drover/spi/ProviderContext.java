package dev.drover.spi;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What a provider gets from the {@link dev.drover.Drover} that opens it; valid until the provider is closed. */
public interface ProviderContext {

    /** The options that the user bound to this location. */
    <T extends ProviderOptions> Optional<T> options(Class<T> type);

    /**
     * The storage of a URI, for what a provider stages there. Not to be asked for while the provider is being opened.
     *
     * @throws DroverException UNSUPPORTED if no loaded provider stores its scheme
     */
    Storage storage(StorageUri uri);

    DroverClock clock();

    RandomGenerator random();

    /** Runs tasks on daemon threads; for work that outlives a call. */
    Executor executor();

    /**
     * Tells listeners how far work has come that outlives a call, in a few words without secrets.
     *
     * @param operation what is being done to what
     */
    void progress(String operation, String message);
}
