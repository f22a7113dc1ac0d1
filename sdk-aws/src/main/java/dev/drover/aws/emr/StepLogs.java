package dev.drover.aws.emr;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.aws.internal.GzipLog;
import dev.drover.spi.CallContext;
import dev.drover.spi.LogText;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.emr.model.StepSummary;

/**
 * The logs of steps. The launcher leaves them in the staging place when a step has ended; EMR archives them under the
 * cluster's log URI every few minutes
 * (<a href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-manage-view-web-log-files.html">EMR: view log
 * files</a>), also while the step runs. Both are the same bytes.
 */
final class StepLogs {
    /** EMR's own log of a step, which says why a process could not be started. */
    static final Source CONTROLLER = new Source("controller");
    /** EMR archives every 5 minutes; what has not come twice as long after the end does not come any more. */
    static final Duration LATEST = Duration.ofMinutes(10);

    private final Optional<StorageUri> staging;
    private final LogUris logUris;
    private final Function<StorageUri, Storage> storages;

    StepLogs(Optional<StorageUri> staging, LogUris logUris, Function<StorageUri, Storage> storages) {
        this.staging = staging;
        this.logUris = logUris;
        this.storages = storages;
    }

    List<Source> sources() {
        return List.of(Source.STDERR, Source.STDOUT, CONTROLLER);
    }

    Page read(JobId job, StepSummary step, Source source, long offset, int maxBytes, CallContext context) {
        int bytes = Math.max(maxBytes, LogText.SMALLEST_READ);
        Optional<StoredObject> left = leftByLauncher(step, source);
        if (left.isPresent()) {
            return page(left.get(), offset, bytes);
        }
        boolean ended = StepStates.of(step).terminal();
        Optional<StorageUri> folder = logUris.of(job.cluster().name(), context);
        if (folder.isEmpty()) {
            return nothing(offset, !ended && folderOf(step).isPresent());
        }
        StorageUri uri = archive(folder.get(), job, source);
        Storage storage = storages.apply(uri);
        Optional<StoredObject> archived = storage.stat(uri);
        boolean last = ended && isLast(step, archived, context.now());
        if (archived.isEmpty()) {
            tellLate(job, source, last, ended, context);
            return nothing(offset, !last);
        }
        byte[] some = new GzipLog(storage, uri).read(offset, bytes);
        More after = last ? More.END : More.LATER;
        return LogText.page(some, offset, some.length == bytes ? More.NOW : after);
    }

    /** In bytes; 0 if there is none yet. */
    long length(JobId job, StepSummary step, Source source, CallContext context) {
        Optional<StoredObject> left = leftByLauncher(step, source);
        if (left.isPresent()) {
            return left.get().size();
        }
        return logUris.of(job.cluster().name(), context)
                .map(folder -> archive(folder, job, source))
                .filter(uri -> storages.apply(uri).stat(uri).isPresent())
                .map(uri -> new GzipLog(storages.apply(uri), uri).length())
                .orElse(0L);
    }

    private Optional<RunFolder> folderOf(StepSummary step) {
        return staging.flatMap(
                place -> RunFolder.in(place, step.name(), step.config().args()));
    }

    private Optional<StoredObject> leftByLauncher(StepSummary step, Source source) {
        if (!StepStates.of(step).terminal() || source.equals(CONTROLLER)) {
            return Optional.empty();
        }
        return folderOf(step)
                .map(folder -> folder.log(source))
                .flatMap(uri -> storages.apply(uri).stat(uri));
    }

    private Page page(StoredObject log, long offset, int bytes) {
        try (InputStream in = storages.apply(log.uri()).getRange(log.uri(), offset, bytes)) {
            byte[] some = in.readAllBytes();
            return LogText.page(some, offset, offset + some.length < log.size() ? More.NOW : More.END);
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.UNAVAILABLE,
                    Effect.NONE,
                    true,
                    "The log " + log.uri() + " could not be read: " + e + ".",
                    e);
        }
    }

    private static StorageUri archive(StorageUri folder, JobId job, Source source) {
        return folder.resolve("steps/" + job.nativeId() + "/" + source.name() + ".gz");
    }

    /** Whether no more is to come. A storage tells the time of its objects in whole seconds. */
    private static boolean isLast(StepSummary step, Optional<StoredObject> archived, Instant now) {
        Instant end = Optional.ofNullable(step.status().timeline().endDateTime())
                .orElseGet(() -> StepList.createdAt(step))
                .truncatedTo(ChronoUnit.SECONDS);
        boolean whole = archived.filter(log -> !log.modifiedAt().isBefore(end)).isPresent();
        return whole || now.isAfter(end.plus(LATEST));
    }

    private static void tellLate(JobId job, Source source, boolean last, boolean ended, CallContext context) {
        if (ended && !last) {
            context.progress("EMR has not archived " + source.name() + " of " + job + " yet; it does so within "
                    + LATEST.toMinutes() + " minutes of the end");
        }
    }

    private static Page nothing(long offset, boolean mayCome) {
        return new Page("", offset, mayCome ? More.LATER : More.NEVER);
    }
}
