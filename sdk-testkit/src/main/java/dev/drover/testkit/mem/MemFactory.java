package dev.drover.testkit.mem;

import dev.drover.Capability;
import dev.drover.Location;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.RateBudget;
import java.util.List;
import java.util.Set;

/** Opens the locations of one platform for one pretended process. */
final class MemFactory implements ProviderFactory {
    private final MemPlatform platform;
    private final String client;

    MemFactory(MemPlatform platform, String client) {
        this.platform = platform;
        this.client = client;
    }

    @Override
    public Set<String> schemes() {
        return Set.of(MemPlatform.SCHEME);
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return platform.settings().capabilities();
    }

    @Override
    public List<RateBudget> budgets(String scheme) {
        return platform.settings().budgets();
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        return platform.open(where, client, context.clock());
    }
}
