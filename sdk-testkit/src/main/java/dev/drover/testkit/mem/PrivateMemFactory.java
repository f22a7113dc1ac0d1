package dev.drover.testkit.mem;

import dev.drover.Capability;
import dev.drover.Location;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Understands {@code mem://} in every {@link dev.drover.Drover} that finds its providers by itself, each with a
 * platform of its own by its own clock. Tests that want to script it use {@link MemPlatform#factory()} instead.
 */
public final class PrivateMemFactory implements ProviderFactory {
    private @Nullable MemPlatform platform;

    /** For {@link java.util.ServiceLoader}. */
    public PrivateMemFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of(MemPlatform.SCHEME);
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        return platform(context).open(where, "drover", context.clock());
    }

    private synchronized MemPlatform platform(ProviderContext context) {
        if (platform == null) {
            platform = MemPlatform.builder(context.clock()).build();
        }
        return platform;
    }
}
