package dev.drover.samples.folder;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** The folder of one location. */
final class FolderProvider implements Provider {
    private final ClusterDriver clusters;
    private final JobDriver jobs;

    FolderProvider(Location where, FolderOptions options) {
        Folders folders = new Folders(where, options.root());
        clusters = new FolderClusterDriver(folders);
        jobs = new FolderJobDriver(folders);
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        if (error instanceof FileAlreadyExistsException) {
            return Failure.refused(ErrorCode.ALREADY_EXISTS, error.getMessage() + " is there already.");
        }
        if (error instanceof NoSuchFileException) {
            return Failure.refused(ErrorCode.NOT_FOUND, error.getMessage() + " is not there.");
        }
        if (error instanceof AccessDeniedException) {
            return Failure.refused(ErrorCode.PERMISSION_DENIED, "Let this user write to " + error.getMessage() + ".");
        }
        Effect effect = call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN;
        boolean disk = error instanceof IOException;
        ErrorCode code = disk ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
        return new Failure(code, effect, Failure.Scope.REQUEST, disk, Optional.empty(), "The disk said: " + error);
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
        // Runs outlive the program that submitted them, and nothing else is held.
    }
}
