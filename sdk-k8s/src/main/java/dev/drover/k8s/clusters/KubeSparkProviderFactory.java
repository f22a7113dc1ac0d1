package dev.drover.k8s.clusters;

import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.EnumSet;
import java.util.Set;

/**
 * Opens {@code k8s-spark://context/namespace}, where clusters of Spark standalone run in pods. The context is one of the
 * kubeconfig file or a name that {@link dev.drover.k8s.KubeOptions} binds; slashes in it are welcome.
 */
public final class KubeSparkProviderFactory implements ProviderFactory {

    /** For {@link java.util.ServiceLoader}. */
    public KubeSparkProviderFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of("k8s-spark");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.of(
                Capability.CREATE_CLUSTER,
                Capability.RESIZE_CLUSTER,
                Capability.BOOTSTRAP_ACTIONS,
                Capability.SHUFFLE_SERVICE,
                Capability.MACHINES,
                Capability.AUTOSCALING,
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.SPARK_SQL,
                Capability.COMMAND,
                Capability.SECRETS,
                Capability.EXIT_CODE,
                Capability.DRIVER_LOGS,
                Capability.LIST_JOBS,
                Capability.METRICS);
    }

    @Override
    public Set<Class<?>> customizable() {
        return Set.of(V1StatefulSet.class, V1Service.class, V2HorizontalPodAutoscaler.class);
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        int slash = where.authority().lastIndexOf('/');
        if (slash < 1) {
            throw DroverException.invalid(
                    "'" + where + "' names no namespace; write it as k8s-spark://context/namespace.");
        }
        String namespace = KubeNamespaceOptions.requireName(
                "a namespace", where.authority().substring(slash + 1));
        return new KubeSparkProvider(
                where,
                new Location(where.scheme(), where.authority().substring(0, slash)),
                namespace,
                context.options(KubeSparkOptions.class).orElseGet(KubeSparkOptions::standard),
                context);
    }
}
