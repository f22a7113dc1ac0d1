package dev.drover.gcp.gcs;

import dev.drover.Location;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.internal.GcpConnection;
import dev.drover.gcp.internal.GcpFailures;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.StorageDriver;
import java.net.URI;
import java.util.Optional;

/** One bucket. */
final class GcsProvider implements Provider {
    private final GcpConnection connection;
    private final GcsClient client;
    private final StorageDriver storage;

    GcsProvider(Location where, ProviderContext context) {
        GcpOptions asked = context.options(GcpOptions.class).orElseGet(GcpOptions::standard);
        GcsOptions options = context.options(GcsOptions.class).orElseGet(GcsOptions::standard);
        Server server = Server.of(asked, Optional.ofNullable(System.getenv(Server.EMULATOR)));
        connection = GcpConnection.open(asked, server.anonymous());
        client = GcsClient.of(connection, server.address());
        Bucket bucket = new Bucket(
                where.authority(),
                client,
                connection.calls(URI.create(server.address()).getAuthority(), ""),
                asked.requestTimeout(),
                options);
        storage = new GcsStorageDriver(bucket, context.executor());
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return GcpFailures.classify(call, error);
    }

    @Override
    public Optional<StorageDriver> storage() {
        return Optional.of(storage);
    }

    @Override
    public void close() {
        client.close();
        connection.close();
    }
}
