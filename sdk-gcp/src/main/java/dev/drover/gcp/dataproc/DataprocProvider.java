package dev.drover.gcp.dataproc;

import dev.drover.Location;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.internal.DriverOutput;
import dev.drover.gcp.internal.GcpCalls;
import dev.drover.gcp.internal.GcpConnection;
import dev.drover.gcp.internal.Rpc;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import java.util.Optional;

/** Dataproc in one region of a project. */
final class DataprocProvider implements Provider {
    private final GcpConnection connection;
    private final Rpc rpc;
    private final ClusterApi clusterApi;
    private final ClusterDriver clusters;
    private final JobApi jobApi;
    private final JobDriver jobs;

    DataprocProvider(Location where, ProviderContext context) {
        Place place = Place.of(where);
        GcpOptions asked = context.options(GcpOptions.class).orElseGet(GcpOptions::standard);
        DataprocOptions options = context.options(DataprocOptions.class).orElseGet(DataprocOptions::standard);
        connection = GcpConnection.open(asked, asked.anonymous());
        rpc = connection.rpc(place.host());
        GcpCalls calls = connection.calls(place.host(), place.account());
        clusterApi = new ClusterApi(place, rpc, calls);
        clusters = new DataprocClusterDriver(where, clusterApi, options, context);
        jobApi = new JobApi(place, rpc, calls);
        JobForm form = options.staging()
                .<JobForm>map(prefix -> new LaunchedJob(prefix, context::storage, context.random()))
                .orElseGet(TypedJob::new);
        jobs = new DataprocJobDriver(
                jobApi, form, new DriverOutput(context::storage), context.random(), options.pollInterval());
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return JobFailures.classify(call, error);
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
        clusterApi.close();
        jobApi.close();
        rpc.close();
        connection.close();
    }
}
