package dev.drover.internal.provider;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.internal.guard.Guard;
import dev.drover.internal.guard.Guards;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NodeDriver;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.StorageDriver;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loaded factories by scheme, and the providers that they opened by location. */
public final class Providers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Providers.class);

    private final Map<String, ProviderFactory> factories = new TreeMap<>();
    private final Map<Location, Opened> opened = new ConcurrentHashMap<>();
    private final Function<Location, ProviderContext> contexts;
    private final Guards guards;
    private volatile boolean closed;

    /** A provider and the guard around its calls. */
    public record Opened(Location where, Set<Capability> atMost, Provider provider, Guard guard) {

        public ClusterDriver clusters() {
            return provider.clusters().orElseThrow(() -> lacks("make clusters"));
        }

        public JobDriver jobs() {
            return provider.jobs().orElseThrow(() -> lacks("run jobs"));
        }

        public StorageDriver storage() {
            return provider.storage().orElseThrow(() -> lacks("store objects"));
        }

        public NodeDriver nodes() {
            return provider.nodes().orElseThrow(() -> lacks("work on machines"));
        }

        private DroverException lacks(String what) {
            return new DroverException(
                    ErrorCode.UNSUPPORTED, "'" + where + "' cannot " + what + "; use a location whose scheme can.");
        }
    }

    /** Those of the modules on the class path. */
    public static List<ProviderFactory> onClassPath() {
        return ServiceLoader.load(ProviderFactory.class, Providers.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    public Providers(Collection<ProviderFactory> found, Function<Location, ProviderContext> contexts, Guards guards) {
        this.contexts = contexts;
        this.guards = guards;
        for (ProviderFactory factory : found) {
            for (String scheme : factory.schemes()) {
                ProviderFactory other = factories.putIfAbsent(scheme, factory);
                if (other != null) {
                    throw DroverException.invalid("Both " + other.getClass().getName() + " and "
                            + factory.getClass().getName() + " provide the scheme '" + scheme
                            + "'; keep one of the two modules on the class path.");
                }
            }
        }
    }

    /** What any location of a scheme can do at most. */
    public Set<Capability> capabilities(String scheme) {
        return factory(scheme).capabilities(scheme);
    }

    /** The types of native requests that a loaded provider lets users change. */
    public Set<Class<?>> customizable() {
        return factories.values().stream()
                .flatMap(factory -> factory.customizable().stream())
                .collect(Collectors.toSet());
    }

    /** The provider at a location, opened on first use. */
    public Opened at(Location where) {
        if (closed) {
            throw closedAlready();
        }
        Opened provider = opened.computeIfAbsent(where, this::open);
        if (closed) {
            // Closed while it was opened: nobody else would close it.
            provider.provider().close();
            throw closedAlready();
        }
        return provider;
    }

    private static DroverException closedAlready() {
        return new DroverException(ErrorCode.CANCELLED, "This Drover is closed; open another one.");
    }

    private Opened open(Location where) {
        ProviderFactory factory = factory(where.scheme());
        Provider provider = factory.open(where, contexts.apply(where));
        Guard guard = guards.around(provider, where, factory.budgets(where.scheme()));
        return new Opened(where, factory.capabilities(where.scheme()), provider, guard);
    }

    private ProviderFactory factory(String scheme) {
        ProviderFactory factory = factories.get(scheme);
        if (factory == null) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "No module on the class path provides the scheme '" + scheme + "'; loaded are " + factories.keySet()
                            + ". Add the module that does.");
        }
        return factory;
    }

    @Override
    public void close() {
        closed = true;
        for (Opened each : opened.values()) {
            try {
                each.provider().close();
            } catch (RuntimeException e) {
                log.warn("Closing the provider of {} failed", each.where(), e);
            }
        }
        opened.clear();
    }
}
