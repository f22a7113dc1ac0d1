package dev.drover.gcp.internal;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a driver has printed, standard output and standard error together, as Dataproc keeps it in Cloud Storage: a series
 * of objects {@code URI.000000000}, {@code URI.000000001} and so on, of which the last one grows. Offsets are those of all
 * of them one after another.
 */
public final class DriverOutput {
    private static final Pattern NUMBERED = Pattern.compile(".*\\.[0-9]{9}");
    /** The longest character in UTF-8; a smaller part may hold no whole one. */
    private static final int SMALLEST_READ = 4;

    private final Function<StorageUri, Storage> storages;

    public DriverOutput(Function<StorageUri, Storage> storages) {
        this.storages = storages;
    }

    /**
     * A page.
     *
     * @param series what Dataproc says of where it is; empty if it does not say
     * @param ended whether nothing is added any more
     * @param late whether what is not there now does not come any more
     */
    public Page read(Optional<StorageUri> series, long offset, int maxBytes, boolean ended, boolean late) {
        List<StoredObject> parts = series.map(this::parts).orElse(List.of());
        if (parts.isEmpty()) {
            return new Page("", offset, late ? More.NEVER : More.LATER);
        }
        byte[] bytes = bytes(parts, offset, Math.max(maxBytes, SMALLEST_READ));
        boolean rest = offset + bytes.length < length(parts);
        return page(bytes, offset, rest ? More.NOW : ended ? More.END : More.LATER);
    }

    /** How long it is now, in bytes; 0 if it is not there yet. */
    public long length(StorageUri series) {
        return length(parts(series));
    }

    private static long length(List<StoredObject> parts) {
        return parts.stream().mapToLong(StoredObject::size).sum();
    }

    private List<StoredObject> parts(StorageUri series) {
        StorageUri prefix = new StorageUri(series.scheme(), series.authority(), series.path() + ".");
        try (Stream<StoredObject> all = storages.apply(series).list(prefix)) {
            return all.filter(part -> NUMBERED.matcher(part.uri().path()).matches())
                    .toList();
        }
    }

    private byte[] bytes(List<StoredObject> parts, long offset, int most) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long begin = 0;
        for (StoredObject part : parts) {
            long from = Math.max(0, offset - begin);
            long length = Math.min(part.size() - from, most - bytes.size());
            if (length > 0) {
                bytes.writeBytes(range(part.uri(), from, length));
            }
            begin += part.size();
        }
        return bytes.toByteArray();
    }

    private byte[] range(StorageUri part, long from, long length) {
        try (InputStream in = storages.apply(part).getRange(part, from, length)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.UNAVAILABLE,
                    Effect.NONE,
                    true,
                    "The output " + part + " could not be read to its end: " + e.getMessage() + ". Read it again.",
                    e);
        }
    }

    /** A character that is cut at the end of the bytes is left for the next page, unless they are the last. */
    private static Page page(byte[] bytes, long offset, More more) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(in, out, more == More.END);
        return new Page(out.flip().toString(), offset + in.position(), more);
    }
}
