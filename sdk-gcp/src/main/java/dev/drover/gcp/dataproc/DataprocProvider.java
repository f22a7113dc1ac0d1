package dev.drover.gcp.dataproc;

import dev.drover.Location;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.internal.GcpCalls;
import dev.drover.gcp.internal.GcpConnection;
import dev.drover.gcp.internal.GcpFailures;
import dev.drover.gcp.internal.Rpc;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.StorageDriver;
import java.util.Optional;

/** Dataproc in one region of a project. */
final class DataprocProvider implements Provider {
    private final GcpConnection connection;
    private final Rpc rpc;
    private final ClusterApi clusterApi;
    private final ClusterDriver clusters;

    DataprocProvider(Location where, ProviderContext context) {
        Place place = Place.of(where);
        GcpOptions asked = context.options(GcpOptions.class).orElseGet(GcpOptions::standard);
        DataprocOptions options = context.options(DataprocOptions.class).orElseGet(DataprocOptions::standard);
        connection = GcpConnection.open(asked, asked.anonymous());
        rpc = connection.rpc(place.host());
        GcpCalls calls = connection.calls(place.host(), place.account());
        clusterApi = new ClusterApi(place, rpc, calls);
        clusters = new DataprocClusterDriver(where, clusterApi, options, context);
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return GcpFailures.classify(call, error);
    }

    @Override
    public Optional<ClusterDriver> clusters() {
        return Optional.of(clusters);
    }

    @Override
    public Optional<JobDriver> jobs() {
        return Optional.empty();
    }

    @Override
    public Optional<StorageDriver> storage() {
        return Optional.empty();
    }

    @Override
    public void close() {
        clusterApi.close();
        rpc.close();
        connection.close();
    }
}
