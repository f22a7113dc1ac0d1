package dev.drover.samples.folder;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import java.util.List;
import java.util.Set;

/** Opens {@code folder://NAME}: clusters in the folder that {@link FolderOptions} bind to that name. */
public final class FolderProviderFactory implements ProviderFactory {
    static final Set<Capability> CAPABILITIES = Set.of(
            Capability.CREATE_CLUSTER,
            Capability.SPARK_JAR,
            Capability.COMMAND,
            Capability.SECRETS,
            Capability.EXIT_CODE,
            Capability.DRIVER_LOGS,
            Capability.LIST_JOBS);

    /** For {@link java.util.ServiceLoader}. */
    public FolderProviderFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of("folder");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return CAPABILITIES;
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(Keys.of(FolderOptions.Builder::new, FolderOptions.Builder::build)
                .key("root", Kinds.path(), "The folder of the clusters.", FolderOptions.Builder::root)
                .end());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        FolderOptions options = context.options(FolderOptions.class)
                .orElseThrow(() -> DroverException.invalid(
                        "'" + where + "' has no folder; configure it with FolderOptions, or with 'root'."));
        return new FolderProvider(where, options);
    }
}
