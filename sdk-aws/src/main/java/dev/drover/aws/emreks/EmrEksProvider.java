package dev.drover.aws.emreks;

import dev.drover.Location;
import dev.drover.aws.internal.ArchivedLogs;
import dev.drover.aws.internal.AwsConnection;
import dev.drover.aws.internal.AwsFailures;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.StagedSql;
import java.util.Optional;
import software.amazon.awssdk.services.emrcontainers.EmrContainersClient;

/** EMR on EKS of one account in one region. */
final class EmrEksProvider implements Provider {
    private final AwsConnection connection;
    private final EmrContainersClient client;
    private final VirtualClusterDriver clusters;
    private final JobRunDriver jobs;

    EmrEksProvider(Location where, ProviderContext context) {
        EmrEksOptions options = context.options(EmrEksOptions.class)
                .orElseGet(() -> EmrEksOptions.builder().build());
        connection = AwsConnection.open(where, context);
        client = connection.client(EmrContainersClient.builder());
        EmrEksApi api = new EmrEksApi(client, connection.calls("emr-containers"));
        clusters = new VirtualClusterDriver(where, options, api);
        StagedSql staged = new StagedSql(
                options.staging(),
                context::storage,
                "EMR on EKS runs SQL from a file in S3. Set EmrEksOptions.staging, where the text can be put, or use"
                        + " SparkSql.file.");
        jobs = new JobRunDriver(options, api, new ArchivedLogs(context::storage), staged);
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return AwsFailures.classify(call, error);
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
