package dev.drover.aws.internal;

import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.LogText;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Logs that a service packs with gzip and copies to S3: while a run goes on now and then, and for the last time some
 * while after its end. Offsets are those of the unpacked log, so a page far behind costs reading what is before it.
 */
public final class ArchivedLogs {
    /** What has not come this long after the end of its run does not come any more. */
    public static final Duration LATEST = Duration.ofMinutes(10);

    /** S3 tells times in whole seconds. */
    private static final Duration GRAIN = Duration.ofSeconds(1);

    private final Function<StorageUri, Storage> storages;

    public ArchivedLogs(Function<StorageUri, Storage> storages) {
        this.storages = storages;
    }

    /**
     * The first object below a prefix whose path ends so.
     *
     * @param prefix as narrow as can be: everything below it is listed until one is found
     */
    public Optional<StoredObject> find(StorageUri prefix, String ending) {
        try (Stream<StoredObject> below = storages.apply(prefix).list(prefix)) {
            return below.filter(object -> object.uri().path().endsWith(ending)).findFirst();
        }
    }

    public Optional<StoredObject> stat(StorageUri uri) {
        return storages.apply(uri).stat(uri);
    }

    /**
     * A page.
     *
     * @param log empty if it is not there yet
     * @param endedAt when the run ended; empty while it goes on
     */
    public Page read(Optional<StoredObject> log, long offset, int maxBytes, Optional<Instant> endedAt, Instant now) {
        boolean late = endedAt.isPresent() && now.isAfter(endedAt.get().plus(LATEST));
        if (log.isEmpty()) {
            return new Page("", offset, late ? More.NEVER : More.LATER);
        }
        boolean last = late
                || endedAt.filter(end -> !log.get().modifiedAt().plus(GRAIN).isBefore(end))
                        .isPresent();
        int most = Math.max(maxBytes, LogText.SMALLEST_READ);
        byte[] bytes = open(log.get()).read(offset, most + 1);
        if (bytes.length > most) {
            return LogText.page(Arrays.copyOf(bytes, most), offset, More.NOW);
        }
        return LogText.page(bytes, offset, last ? More.END : More.LATER);
    }

    /** How long the unpacked log is now, in bytes; 0 if it is not there yet. */
    public long length(Optional<StoredObject> log) {
        return log.map(object -> open(object).length()).orElse(0L);
    }

    private GzipLog open(StoredObject object) {
        return new GzipLog(storages.apply(object.uri()), object.uri());
    }
}
