package dev.drover.standalone.local;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.Safety;
import dev.drover.standalone.rest.SparkHttp;
import dev.drover.standalone.rest.StandaloneFailures;
import dev.drover.standalone.rest.StandaloneJobDriver;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;

/** Local clusters with the options of one location. */
final class LocalProvider implements Provider {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration REQUEST = Duration.ofSeconds(15);

    private final LocalClusterDriver clusters;
    private final JobDriver jobs;

    LocalProvider(Location where, LocalOptions options, ProviderContext context) {
        Workshop workshop = new Workshop(options, context);
        SparkHttp http = new SparkHttp(CONNECT, REQUEST, context.clock());
        RunFolders folders = new RunFolders(options.runs());
        clusters = new LocalClusterDriver(where, workshop, folders, new StatusReader(http));
        LocalJobs targets = new LocalJobs(clusters, folders, context.clock());
        jobs = new StandaloneJobDriver(targets::cluster, context::storage, http);
    }

    /** Errors are of the disk, or of Spark's HTTP interfaces. */
    @Override
    public Failure classify(NativeCall call, Throwable error) {
        if (error instanceof FileSystemException e) {
            Effect effect = call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN;
            ErrorCode code = e instanceof AccessDeniedException ? ErrorCode.PERMISSION_DENIED : ErrorCode.UNAVAILABLE;
            return new Failure(
                    code,
                    effect,
                    Failure.Scope.ENDPOINT,
                    false,
                    Optional.empty(),
                    "the disk refused: " + e.getMessage());
        }
        return StandaloneFailures.classify(call, error);
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
        clusters.close();
    }
}
