package dev.drover.aws.internal;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/** A log packed with gzip. It can be read from its start only, so a page costs a read of all before it. */
public final class GzipLog {
    private static final int BUFFER = 1 << 16;

    private final Storage storage;
    private final StorageUri uri;

    public GzipLog(Storage storage, StorageUri uri) {
        this.storage = storage;
        this.uri = uri;
    }

    private interface Reading<T> {
        T from(InputStream in) throws IOException;
    }

    /** What there is from an offset on; empty past the end. */
    public byte[] read(long offset, int maxBytes) {
        return open(in -> skip(in, offset) ? in.readNBytes(maxBytes) : new byte[0]);
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

    public long length() {
        return open(in -> in.transferTo(OutputStream.nullOutputStream()));
    }

    private <T> T open(Reading<T> reading) {
        try (InputStream packed = storage.get(uri);
                InputStream in = new GZIPInputStream(packed, BUFFER)) {
            return reading.from(in);
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.UNAVAILABLE,
                    Effect.NONE,
                    true,
                    "The log " + uri + " could not be read to its end: " + e.getMessage() + ". Read it again.",
                    e);
        }
    }
}
