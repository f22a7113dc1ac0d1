package dev.drover.testkit.mem;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.Safety;
import dev.drover.spi.StorageDriver;
import java.util.Optional;

/** One location of the pretended platform, open for one pretended process. */
final class MemProvider implements Provider {
    private final ClusterDriver clusters;
    private final JobDriver jobs;
    private final StorageDriver storage;

    MemProvider(ClusterDriver clusters, JobDriver jobs, StorageDriver storage) {
        this.clusters = clusters;
        this.jobs = jobs;
        this.storage = storage;
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return new Failure(
                ErrorCode.INTERNAL,
                call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN,
                Failure.Scope.REQUEST,
                false,
                Optional.empty(),
                "mem, a script or a hook of the test threw " + error + " during " + call.api() + ".");
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
    public Optional<StorageDriver> storage() {
        return Optional.of(storage);
    }

    @Override
    public void close() {
        // The platform outlives its clients.
    }
}
