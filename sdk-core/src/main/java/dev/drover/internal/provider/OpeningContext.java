package dev.drover.internal.provider;

import dev.drover.DroverClock;
import dev.drover.DroverListener;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.internal.guard.Listeners;
import dev.drover.spi.OidcOptions;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a provider gets when it is opened. */
public record OpeningContext(
        Map<Class<?>, ProviderOptions> options,
        Optional<Path> oidcTokenFile,
        DroverClock clock,
        RandomGenerator random,
        Executor executor,
        Listeners listeners,
        Function<StorageUri, Storage> storages)
        implements ProviderContext {

    @Override
    public <T extends ProviderOptions> Optional<T> options(Class<T> type) {
        @Nullable ProviderOptions bound = options.get(type);
        return Optional.ofNullable(bound).map(this::identified).map(type::cast);
    }

    private ProviderOptions identified(ProviderOptions bound) {
        return bound instanceof OidcOptions<?> oidc && oidcTokenFile.isPresent()
                ? oidc.withOidcTokenFile(oidcTokenFile.get())
                : bound;
    }

    @Override
    public Storage storage(StorageUri uri) {
        return storages.apply(uri);
    }

    @Override
    public void progress(String operation, String message) {
        listeners.tell(l -> l.progressed(new DroverListener.Progress(operation, message)));
    }
}
