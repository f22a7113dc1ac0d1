package dev.drover.k8s.clusters;

import dev.drover.Capability;
import dev.drover.Location;
import dev.drover.k8s.internal.KubeConnection;
import dev.drover.k8s.internal.KubeFailures;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import java.util.Optional;
import java.util.Set;

/** Namespaces alone, without the jobs that run in them. */
final class NamespaceFactory implements ProviderFactory {
    @Override
    public Set<String> schemes() {
        return Set.of("k8s");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return Set.of(Capability.CREATE_CLUSTER, Capability.RESIZE_CLUSTER);
    }

    @Override
    public Set<Class<?>> customizable() {
        return NamespaceClusters.customizable();
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        KubeConnection connection = KubeConnection.open(where, context);
        ClusterDriver driver = NamespaceClusters.driver(where, connection.calls(), context);
        return new Provider() {
            @Override
            public Failure classify(NativeCall call, Throwable error) {
                return KubeFailures.classify(call, error);
            }

            @Override
            public Optional<ClusterDriver> clusters() {
                return Optional.of(driver);
            }

            @Override
            public void close() {
                connection.close();
            }
        };
    }
}
