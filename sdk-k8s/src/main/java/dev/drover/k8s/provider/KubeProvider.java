package dev.drover.k8s.provider;

import dev.drover.Location;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.clusters.NamespaceClusters;
import dev.drover.k8s.internal.KubeConnection;
import dev.drover.k8s.internal.KubeFailures;
import dev.drover.k8s.jobs.KubeJobDriver;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import java.util.Optional;

/** One cluster of Kubernetes. */
final class KubeProvider implements Provider {
    private final KubeConnection connection;
    private final ClusterDriver clusters;
    private final KubeJobDriver jobs;

    KubeProvider(Location where, ProviderContext context) {
        connection = KubeConnection.open(where, context);
        KubeJobOptions options = context.options(KubeJobOptions.class).orElseGet(KubeJobOptions::standard);
        clusters = NamespaceClusters.driver(where, connection.calls(), context);
        jobs = new KubeJobDriver(options, connection.calls(), context);
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return KubeFailures.classify(call, error);
    }

    @Override
    public Optional<ClusterDriver> clusters() {
        return Optional.of(clusters);
    }

    @Override
    public Optional<JobDriver> jobs() {
        return Optional.of(jobs);
    }

    @Override
    public void close() {
        connection.close();
    }
}
