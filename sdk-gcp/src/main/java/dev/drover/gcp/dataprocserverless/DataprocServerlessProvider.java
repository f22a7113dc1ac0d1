package dev.drover.gcp.dataprocserverless;

import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.internal.DriverOutput;
import dev.drover.gcp.internal.GcpConnection;
import dev.drover.gcp.internal.GcpFailures;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.StagedSql;
import java.util.Optional;

/** Dataproc Serverless of one project. */
final class DataprocServerlessProvider implements Provider {
    private final GcpConnection connection;
    private final Regions regions;
    private final BatchDriver jobs;

    DataprocServerlessProvider(String project, GcpOptions asked, ProviderContext context) {
        DataprocServerlessOptions options =
                context.options(DataprocServerlessOptions.class).orElseGet(DataprocServerlessOptions::standard);
        connection = GcpConnection.open(asked, asked.anonymous());
        regions = new Regions(connection, project);
        StagedSql staged = new StagedSql(
                options.staging(),
                context::storage,
                "Dataproc Serverless runs SQL from a file. Set DataprocServerlessOptions.staging, where the text can be"
                        + " put, or use SparkSql.file.");
        jobs = new BatchDriver(regions, new BatchRequest(options, staged), staged, new DriverOutput(context::storage));
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return GcpFailures.classify(call, error);
    }

    @Override
    public Optional<JobDriver> jobs() {
        return Optional.of(jobs);
    }

    @Override
    public void close() {
        regions.close();
        connection.close();
    }
}
