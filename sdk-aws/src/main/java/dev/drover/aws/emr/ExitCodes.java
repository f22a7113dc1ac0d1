package dev.drover.aws.emr;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.aws.internal.Recent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.emr.model.StepSummary;

/**
 * The exit codes that the launcher has left of failed steps: one read each. Safe for use by many threads; what it
 * remembers is bounded.
 */
final class ExitCodes {
    private static final int STEPS = 10_000;
    private static final int LONGEST = 3;

    private final StorageUri staging;
    private final Function<StorageUri, Storage> storages;
    private final Recent<JobId, Integer> known = new Recent<>(STEPS);

    ExitCodes(StorageUri staging, Function<StorageUri, Storage> storages) {
        this.staging = staging;
        this.storages = storages;
    }

    /** The status with its exit code, where that is to be had. */
    JobStatus complete(JobStatus status, StepSummary step) {
        if (status.state() != JobState.FAILED) {
            return status;
        }
        Optional<Integer> before = known.get(status.id());
        if (before.isPresent()) {
            return status.withExitCode(before.get());
        }
        Optional<RunFolder> folder =
                RunFolder.in(staging, step.name(), step.config().args());
        return folder.isEmpty() ? status : read(status, folder.get());
    }

    private JobStatus read(JobStatus status, RunFolder folder) {
        try (InputStream in = storages.apply(staging).get(folder.exitCode())) {
            int code = Integer.parseInt(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
            known.put(status.id(), code);
            return status.withExitCode(code);
        } catch (DroverException e) {
            // A launcher that was killed leaves none. The state stands without it.
            return e.code() == ErrorCode.NOT_FOUND ? status : unread(status, e);
        } catch (IOException | NumberFormatException e) {
            return unread(status, e);
        }
    }

    private static JobStatus unread(JobStatus status, Exception e) {
        String said = status.detail().map(detail -> detail + "; ").orElse("");
        return status.withDetail(said + "its exit code could not be read: " + e.getMessage());
    }
}
