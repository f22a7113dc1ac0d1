package dev.drover.k8s.provider;

import dev.drover.Capability;
import dev.drover.Location;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.clusters.NamespaceClusters;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.RateBudget;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Opens Kubernetes: {@code k8s://context}, or a name that {@link dev.drover.k8s.KubeOptions} bind to a way there. */
public final class KubeProviderFactory implements ProviderFactory {

    /** For {@link java.util.ServiceLoader}. */
    public KubeProviderFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of("k8s");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.of(
                Capability.CREATE_CLUSTER,
                Capability.RESIZE_CLUSTER,
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.SPARK_SQL,
                Capability.COMMAND,
                Capability.QUEUES,
                Capability.SECRETS,
                Capability.EXIT_CODE,
                Capability.DRIVER_LOGS,
                Capability.LIST_JOBS,
                Capability.METRICS);
    }

    /**
     * For each cluster. Kubeflow's operator starts a JVM for each application and is stable to about 150 of them a minute
     * (<a href="https://github.com/kubeflow/spark-operator/issues/1990">issue 1990</a>): this is 140 in the first minute and
     * 120 in each that follows. The API server itself says by 429 when it is enough.
     */
    @Override
    public List<RateBudget> budgets(String scheme) {
        return List.of(new RateBudget("create sparkapplications.sparkoperator.k8s.io", 20, 2));
    }

    @Override
    public Set<Class<?>> customizable() {
        Set<Class<?>> all = new HashSet<>(NamespaceClusters.customizable());
        all.add(KubeJobOptions.Builder.class);
        return Set.copyOf(all);
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        return new KubeProvider(where, context);
    }
}
