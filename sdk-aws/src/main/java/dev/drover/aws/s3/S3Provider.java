package dev.drover.aws.s3;

import dev.drover.Location;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.internal.AwsConnection;
import dev.drover.aws.internal.AwsFailures;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.StorageDriver;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** One bucket. */
final class S3Provider implements Provider {
    private final AwsConnection connection;
    private final S3Client client;
    private final StorageDriver storage;

    S3Provider(Location where, ProviderContext context, long largestCopy) {
        AwsOptions options = context.options(AwsOptions.class).orElseGet(AwsOptions::standard);
        connection = AwsConnection.open(options, Optional.empty());
        S3Options transfers = context.options(S3Options.class).orElseGet(S3Options::standard);
        client = S3Clients.of(connection, transfers);
        Bucket bucket = new Bucket(where.authority(), client, connection.calls("s3"), options.requestTimeout());
        storage = new S3StorageDriver(bucket, transfers, context.executor(), largestCopy);
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return AwsFailures.classify(call, error);
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
