package dev.drover.gcp.dataproc;

import dev.drover.Location;
import dev.drover.gcp.GcpOptions;
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

    DataprocProvider(Location where, ProviderContext context) {
        GcpOptions asked = context.options(GcpOptions.class).orElseGet(GcpOptions::standard);
        String region = where.authority().substring(where.authority().indexOf('/') + 1);
        connection = GcpConnection.open(asked, asked.anonymous());
        rpc = connection.rpc(region + "-dataproc.googleapis.com");
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return GcpFailures.classify(call, error);
    }

    @Override
    public Optional<ClusterDriver> clusters() {
        return Optional.empty();
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
        rpc.close();
        connection.close();
    }
}
