package dev.drover.aws.internal;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Logs that a service packs with gzip and copies to S3: while a run goes on now and then, and for the last time some
 * while after its end. Offsets are those of the unpacked log, so a page far behind costs reading what is before it.
 */
public final class ArchivedLogs {
    /** What has not come this long after the end of its run does not come any more. */
    public static final Duration LATEST = Duration.ofMinutes(10);

    /** S3 tells times in whole seconds. */
    private static final Duration GRAIN = Duration.ofSeconds(1);
    /** The longest character in UTF-8; a smaller page may hold no whole one. */
    private static final int SMALLEST_READ = 4;

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
        int most = Math.max(maxBytes, SMALLEST_READ);
        byte[] bytes = unpack(log.get().uri(), in -> skip(in, offset) ? in.readNBytes(most + 1) : new byte[0]);
        boolean more = bytes.length > most;
        int end = more || !last ? wholeCharacters(bytes, Math.min(most, bytes.length)) : bytes.length;
        String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
        return new Page(text, offset + end, more ? More.NOW : last ? More.END : More.LATER);
    }

    /** How long the unpacked log is now, in bytes; 0 if it is not there yet. */
    public long length(Optional<StoredObject> log) {
        return log.map(object -> unpack(object.uri(), in -> in.transferTo(OutputStream.nullOutputStream())))
                .orElse(0L);
    }

    private <T> T unpack(StorageUri uri, Unpacked<T> reader) {
        try (InputStream packed = storages.apply(uri).get(uri);
                InputStream in = new GZIPInputStream(packed, 1 << 16)) {
            return reader.read(in);
        } catch (IOException e) {
            throw broken(uri, e);
        }
    }

    @FunctionalInterface
    private interface Unpacked<T> {
        T read(InputStream in) throws IOException;
    }

    private static boolean skip(InputStream in, long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped <= 0) {
                return false;
            }
            left -= skipped;
        }
        return true;
    }

    private static DroverException broken(StorageUri uri, IOException e) {
        return new DroverException(
                ErrorCode.UNAVAILABLE,
                Effect.NONE,
                true,
                "The log " + uri + " could not be read to its end: " + e.getMessage() + ". Read it again.",
                e);
    }

    /** Where the last character that is whole ends, of those that begin before {@code end}. */
    private static int wholeCharacters(byte[] bytes, int end) {
        int start = end - 1;
        while (start >= 0 && end - start < SMALLEST_READ && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        if (start < 0) {
            return end;
        }
        int lead = bytes[start] & 0xFF;
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        return start + length > end ? start : end;
    }
}
