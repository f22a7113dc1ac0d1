package dev.drover.aws.emrserverless;

import dev.drover.Location;
import dev.drover.aws.internal.ArchivedLogs;
import dev.drover.aws.internal.AwsConnection;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import java.util.Optional;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;

/** EMR Serverless of one account in one region. */
final class EmrServerlessProvider implements Provider {
    private final AwsConnection connection;
    private final EmrServerlessClient client;
    private final ApplicationDriver clusters;
    private final JobRunDriver jobs;

    EmrServerlessProvider(Location where, ProviderContext context) {
        EmrServerlessOptions options = context.options(EmrServerlessOptions.class)
                .orElseGet(() -> EmrServerlessOptions.builder().build());
        connection = AwsConnection.open(where, context);
        client = connection.client(EmrServerlessClient.builder());
        EmrServerlessApi api = new EmrServerlessApi(client, connection.calls("emr-serverless"));
        clusters = new ApplicationDriver(where, options, api);
        jobs = new JobRunDriver(options, api, new ArchivedLogs(context::storage));
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return EmrServerlessFailures.classify(call, error);
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
