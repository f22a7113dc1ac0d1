package dev.drover.aws.emr;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/** An archived log. It can be read from its start only, so a page costs a read of all before it. */
final class GzipLog {
    private final Storage storage;
    private final StorageUri uri;

    GzipLog(Storage storage, StorageUri uri) {
        this.storage = storage;
        this.uri = uri;
    }

    private interface Reading<T> {
        T from(InputStream in) throws IOException;
    }

    /** What there is from an offset on; empty past the end. */
    byte[] read(long offset, int maxBytes) {
        return open(in -> {
            try {
                in.skipNBytes(offset);
            } catch (EOFException e) {
                return new byte[0];
            }
            return in.readNBytes(maxBytes);
        });
    }

    long length() {
        return open(in -> in.transferTo(OutputStream.nullOutputStream()));
    }

    private <T> T open(Reading<T> reading) {
        try (InputStream in = new GZIPInputStream(storage.get(uri))) {
            return reading.from(in);
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.UNAVAILABLE, Effect.NONE, true, "The log " + uri + " could not be read: " + e + ".", e);
        }
    }
}
