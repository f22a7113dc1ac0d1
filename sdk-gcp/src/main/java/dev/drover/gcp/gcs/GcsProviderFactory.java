package dev.drover.gcp.gcs;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.gcp.GcpKeys;
import dev.drover.gcp.GcpOptions;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.settings.Keys;
import java.util.List;
import java.util.Set;

/** Opens the storage behind {@code gs://bucket}; set up by {@link GcpOptions} and {@link GcsOptions}. */
public final class GcsProviderFactory implements ProviderFactory {

    @Override
    public Set<String> schemes() {
        return Set.of("gs");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return Set.of(Capability.PUT_IF_ABSENT);
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(GcpKeys.keys(), GcsKeys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        if (!where.authority().matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")) {
            throw DroverException.invalid(
                    "'" + where + "' names no bucket; write gs://bucket, with the bucket's name.");
        }
        return new GcsProvider(where, context);
    }
}
