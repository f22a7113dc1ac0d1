package dev.drover.spi;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.spi.settings.Keys;
import java.util.List;
import java.util.Set;

/** Opens providers; found by {@link java.util.ServiceLoader}, so it has a public constructor without parameters. */
public interface ProviderFactory {

    /** The schemes that {@link #open} understands; no two loaded factories share one. */
    Set<String> schemes();

    /** What any location of a scheme can do at most. */
    Set<Capability> capabilities(String scheme);

    /** The platform's limits on how often it may be called, by its own documentation; empty where it has none. */
    default List<RateBudget> budgets(String scheme) {
        return List.of();
    }

    /** What {@code drover.yaml} may say of a scheme's locations: for each type of options the keys that build it. */
    default List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of();
    }

    /** The types of native requests that {@link dev.drover.Customizer}s may change; the provider's package names them. */
    default Set<Class<?>> customizable() {
        return Set.of();
    }

    /**
     * Opens a provider without any native call. Called at most once per location and {@link dev.drover.Drover}.
     *
     * @throws DroverException INVALID_ARGUMENT if the location makes no sense
     */
    Provider open(Location where, ProviderContext context);
}
