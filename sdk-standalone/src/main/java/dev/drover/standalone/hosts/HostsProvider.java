package dev.drover.standalone.hosts;

import dev.drover.Location;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NodeDriver;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.standalone.rest.Route;
import dev.drover.standalone.rest.SparkHttp;
import dev.drover.standalone.rest.StandaloneFailures;
import dev.drover.standalone.rest.StandaloneJobDriver;
import java.util.Optional;

/** The hosts of one location. */
final class HostsProvider implements Provider {
    private final Connections connections;
    private final Makings makings;
    private final ClusterDriver clusters;
    private final NodeDriver nodes;
    private final JobDriver jobs;

    HostsProvider(Location where, HostsOptions options, ProviderContext context) {
        connections = new Connections(options);
        HostShell shell = new HostShell(connections, options);
        Together together = new Together(context.executor());
        Register register = new Register(options, connections, shell);
        Allocation allocation = new Allocation(options, shell, together);
        Nodes started = new Nodes(options, shell, context::storage);
        Ending ending = new Ending(register, allocation, started, together);
        Route route = options.direct() ? Route.direct() : new Ways(options, connections);
        SparkHttp http = new SparkHttp(options.connectTimeout(), options.requestTimeout(), context.clock(), route);
        Masters masters = new Masters(options, register, allocation, http);
        Statuses statuses = new Statuses(options, allocation, started, masters, together);
        makings = new Makings(
                options,
                context,
                register,
                allocation,
                new SparkCopies(options, shell),
                started,
                ending,
                statuses,
                together);
        Resizing resizing = new Resizing(register, allocation, makings, ending, masters);
        clusters = new HostsClusterDriver(
                where,
                options,
                register,
                allocation,
                new Creation(register, allocation, started, ending, makings),
                resizing,
                ending,
                statuses,
                masters);
        nodes = new HostsNodeDriver(register, allocation, started, resizing, shell, together);
        jobs = new StandaloneJobDriver(masters, context::storage, http);
    }

    /** Spark's own interfaces are called by paths. */
    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return call.api().contains(" /")
                ? StandaloneFailures.classify(call, error)
                : HostFailures.classify(call, error);
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
    public Optional<NodeDriver> nodes() {
        return Optional.of(nodes);
    }

    /** Clusters stay. */
    @Override
    public void close() {
        makings.close();
        connections.close();
    }
}
