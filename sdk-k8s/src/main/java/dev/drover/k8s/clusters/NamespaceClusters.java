package dev.drover.k8s.clusters;

import dev.drover.Location;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.settings.Keys;
import io.kubernetes.client.openapi.models.V1LimitRange;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V1Role;
import java.util.Set;

/**
 * The clusters of the scheme {@code k8s}, for its provider: namespaces made ready for Spark.
 *
 * @hidden public for the provider's package alone
 */
@SuppressWarnings("InvalidBlockTag") // Javadoc's own doclet knows @hidden, Error Prone does not.
public final class NamespaceClusters {

    private NamespaceClusters() {}

    /** A driver for one location, whose {@link KubeNamespaceOptions} the context knows. */
    public static ClusterDriver driver(Location where, KubeCalls calls, ProviderContext context) {
        return new NamespaceClusterDriver(
                where, context.options(KubeNamespaceOptions.class).orElseGet(KubeNamespaceOptions::standard), calls);
    }

    /** What {@code drover.yaml} may say of them. */
    public static Keys<KubeNamespaceOptions> keys() {
        return KubeNamespaceKeys.keys();
    }

    /** What customizers may change of them. */
    public static Set<Class<?>> customizable() {
        return Set.of(V1Namespace.class, V1Role.class, V1ResourceQuota.class, V1LimitRange.class);
    }
}
