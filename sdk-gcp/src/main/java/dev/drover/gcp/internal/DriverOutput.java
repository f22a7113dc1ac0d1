package dev.drover.gcp.internal;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.LogText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a driver prints, as Dataproc keeps it while the driver runs: objects with consecutive numbers, of which the last one
 * grows, and an empty one after it when no more is to come; so reads it Google's own command line
 * (<a href="https://cloud.google.com/dataproc/docs/guides/driver-output">Google: job output and logs</a>). Offsets go through
 * all of them.
 */
public final class DriverOutput {
    /** Output is copied every few seconds; what has not come so long after the end does not come any more. */
    public static final Duration LATEST = Duration.ofSeconds(30);

    private static final Pattern NUMBER = Pattern.compile("\\.(\\d{9})$");

    private final Function<StorageUri, Storage> storages;

    public DriverOutput(Function<StorageUri, Storage> storages) {
        this.storages = storages;
    }

    /**
     * The objects that are there and follow each other, and whether more may come.
     *
     * @param closed whether the mark is there that no more comes
     */
    private record Chunks(List<StoredObject> objects, boolean closed) {
        long length() {
            return objects.stream().mapToLong(StoredObject::size).sum();
        }
    }

    /**
     * A page: one call of Cloud Storage, and one for each object that the page has bytes of.
     *
     * @param base what the objects' names begin with, before the dot and the number; empty if nobody knows it yet
     * @param endedAt when the driver ended; empty while it runs
     */
    public Page read(Optional<StorageUri> base, long offset, int maxBytes, Optional<Instant> endedAt, Instant now) {
        boolean late = late(endedAt, now);
        Chunks chunks = base.map(uri -> chunks(uri, late)).orElseGet(() -> new Chunks(List.of(), false));
        if (late && chunks.objects().isEmpty() && !chunks.closed()) {
            return new Page("", offset, More.NEVER);
        }
        byte[] bytes = bytes(chunks, offset, Math.max(maxBytes, LogText.SMALLEST_READ));
        More after = late || chunks.closed() ? More.END : More.LATER;
        More more = offset + bytes.length < chunks.length() ? More.NOW : after;
        return LogText.page(bytes, offset, more);
    }

    /** In bytes; 0 if there is none yet. */
    public long length(Optional<StorageUri> base, Optional<Instant> endedAt, Instant now) {
        return base.map(uri -> chunks(uri, late(endedAt, now)).length()).orElse(0L);
    }

    private static boolean late(Optional<Instant> endedAt, Instant now) {
        return endedAt.filter(end -> now.isAfter(end.plus(LATEST))).isPresent();
    }

    /** @param late whether what is missing between others does not come any more */
    private Chunks chunks(StorageUri base, boolean late) {
        NavigableMap<Integer, StoredObject> numbered = new TreeMap<>();
        StorageUri prefix = new StorageUri(base.scheme(), base.authority(), base.path() + ".");
        try (Stream<StoredObject> all = storages.apply(prefix).list(prefix)) {
            all.forEach(object -> {
                Matcher number =
                        NUMBER.matcher(object.uri().path().substring(base.path().length()));
                if (number.matches()) {
                    numbered.put(Integer.valueOf(number.group(1)), object);
                }
            });
        }
        List<StoredObject> following = new ArrayList<>();
        int next = 0;
        for (var each : numbered.entrySet()) {
            if (each.getKey() != next && !late) {
                return new Chunks(following, false);
            }
            if (each.getValue().size() == 0) {
                return new Chunks(following, true);
            }
            following.add(each.getValue());
            next = each.getKey() + 1;
        }
        return new Chunks(following, false);
    }

    private byte[] bytes(Chunks chunks, long offset, int most) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long start = 0;
        for (StoredObject chunk : chunks.objects()) {
            long from = Math.max(0, offset + bytes.size() - start);
            long length = Math.min(chunk.size() - from, most - bytes.size());
            if (length > 0) {
                bytes.writeBytes(range(chunk.uri(), from, length));
            }
            start += chunk.size();
            // What was listed and is shorter now must not be followed by the next.
            if (bytes.size() >= most || (length > 0 && offset + bytes.size() < start)) {
                break;
            }
        }
        return bytes.toByteArray();
    }

    private byte[] range(StorageUri uri, long from, long length) {
        try (InputStream in = storages.apply(uri).getRange(uri, from, length)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.UNAVAILABLE,
                    Effect.NONE,
                    true,
                    "The driver's output in " + uri + " could not be read: " + e + ".",
                    e);
        }
    }
}
