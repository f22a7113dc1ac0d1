package dev.drover.internal.file;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import java.util.Set;

/** Opens the storage behind {@code file:///}. */
public final class FileProviderFactory implements ProviderFactory {

    @Override
    public Set<String> schemes() {
        return Set.of("file");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return Set.of(Capability.PUT_IF_ABSENT);
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        if (!where.authority().isEmpty()) {
            throw DroverException.invalid("'" + where + "' names a host, but files are those of this machine; write"
                    + " file:///absolute/path, with three slashes.");
        }
        return new FileProvider();
    }
}
