package dev.drover.aws.emr;

import dev.drover.Location;
import dev.drover.aws.internal.AwsConnection;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import java.util.Optional;
import software.amazon.awssdk.services.emr.EmrClient;

/** EMR in one region, as one account. */
final class EmrProvider implements Provider {
    private final AwsConnection connection;
    private final EmrClient client;
    private final ClusterDriver clusters;
    private final JobDriver jobs;

    EmrProvider(Location where, ProviderContext context) {
        connection = AwsConnection.open(where, context);
        client = connection.client(EmrClient.builder());
        EmrOptions options = context.options(EmrOptions.class)
                .orElseGet(() -> EmrOptions.builder().build());
        EmrApi api = new EmrApi(client, connection.calls("elasticmapreduce"));
        clusters = new EmrClusterDriver(where, api, options, connection, context::storage);
        jobs = new EmrJobDriver(api, options, new LogUris(api), context.clock(), context::storage);
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return EmrFailures.classify(call, error);
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
        client.close();
        connection.close();
    }
}
