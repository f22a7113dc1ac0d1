package dev.drover.gcp.dataproc;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.gcp.GcpOptions;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.RateBudget;
import java.util.List;
import java.util.Set;

/** Opens {@code dataproc://project/region}; set up by {@link GcpOptions} and {@link DataprocOptions}. */
public final class DataprocProviderFactory implements ProviderFactory {

    @Override
    public Set<String> schemes() {
        return Set.of("dataproc");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return Set.of();
    }

    /** Of a project and region, per minute: see <a href="https://cloud.google.com/dataproc/quotas">Google's quotas</a>. */
    @Override
    public List<RateBudget> budgets(String scheme) {
        return List.of();
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        if (!where.authority().matches("[^/]+/[a-z]+-[a-z]+[0-9]+")) {
            throw DroverException.invalid(
                    "'" + where + "' names no project and region; write dataproc://project/region,"
                            + " such as dataproc://acme-data/europe-west1.");
        }
        return new DataprocProvider(where, context);
    }
}
