package dev.drover.k8s.clusters;

import dev.drover.Location;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeConnection;
import dev.drover.k8s.internal.KubeFailures;
import dev.drover.k8s.internal.PodStreams;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.standalone.rest.SparkHttp;
import dev.drover.standalone.rest.StandaloneFailures;
import dev.drover.standalone.rest.StandaloneJobDriver;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Spark standalone in the pods of one namespace. */
final class KubeSparkProvider implements Provider {
    /** Spark's own interfaces are called by methods and paths. */
    private static final Pattern SPARKS = Pattern.compile("(GET|POST) /.*|connect");

    private final KubeConnection connection;
    private final PodWays ways;
    private final ClusterDriver clusters;
    private final JobDriver jobs;

    /**
     * Opens nothing yet.
     *
     * @param where with context and namespace
     * @param context the same location without the namespace, as the kubeconfig file knows it
     */
    KubeSparkProvider(
            Location where, Location context, String namespace, KubeSparkOptions options, ProviderContext around) {
        connection = KubeConnection.open(context, around);
        KubeCalls calls = connection.calls();
        Duration connect = connection.options().connectTimeout();
        PodStreams streams = new PodStreams(connection);
        ways = new PodWays(options.podAddresses() ? Optional.empty() : Optional.of(new PortForwards(streams, connect)));
        SparkHttp http = new SparkHttp(connect, connection.options().requestTimeout(), around.clock(), ways);
        SparkClusters found = new SparkClusters(calls, namespace);
        SparkMasters masters = new SparkMasters(options, found, streams, ways, http);
        clusters = new SparkClusterDriver(
                where,
                namespace,
                options,
                calls,
                found,
                masters,
                new SparkParts(options, namespace, new Bootstraps(around::storage)));
        jobs = new StandaloneJobDriver(masters, around::storage, http);
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return SPARKS.matcher(call.api()).matches()
                ? StandaloneFailures.classify(call, error)
                : KubeFailures.classify(call, error);
    }

    @Override
    public Optional<ClusterDriver> clusters() {
        return Optional.of(clusters);
    }

    @Override
    public Optional<JobDriver> jobs() {
        return Optional.of(jobs);
    }

    /** Clusters stay: they run until somebody ends them. */
    @Override
    public void close() {
        ways.close();
        connection.close();
    }
}
