package dev.drover.standalone.local;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.settings.Keys;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Opens {@code local://localhost}: Spark clusters as child processes of this JVM. */
public final class LocalProviderFactory implements ProviderFactory {
    private static final String SCHEME = "local";
    private static final Set<Capability> CAPABILITIES = Set.copyOf(EnumSet.complementOf(EnumSet.of(
            Capability.MACHINES,
            Capability.SPOT,
            Capability.GATEWAY,
            Capability.AUTOSCALING,
            Capability.RELEASES,
            Capability.LOG_ARCHIVE,
            Capability.PUT_IF_ABSENT,
            Capability.QUEUES)));

    /** For {@link java.util.ServiceLoader}. */
    public LocalProviderFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of(SCHEME);
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return CAPABILITIES;
    }

    /** The authority is a name for a set of {@link LocalOptions}; {@code localhost} unless there are several. */
    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(LocalKeys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        if (where.authority().isEmpty() || where.authority().contains("/")) {
            throw DroverException.invalid("'" + where + "' is no place for local clusters; use local://localhost.");
        }
        LocalOptions options = context.options(LocalOptions.class).orElseGet(LocalOptions::defaults);
        return new LocalProvider(where, options, context);
    }
}
