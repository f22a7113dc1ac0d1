package dev.drover.spi.transfer;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a content once, from the start to the end that it has announced. For one thread. */
public final class ContentReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ContentReader.class);

    private final StorageUri uri;
    private final long length;
    private final InputStream in;
    private long left;

    private ContentReader(StorageUri uri, long length, InputStream in) {
        this.uri = uri;
        this.length = length;
        this.in = in;
        this.left = length;
    }

    public static ContentReader open(StorageUri uri, Content content) {
        try {
            return new ContentReader(uri, content.length(), content.open());
        } catch (IOException e) {
            throw unreadable(uri, e);
        }
    }

    /** How many bytes were announced. */
    public long length() {
        return length;
    }

    /** How many of them are still to be read. */
    public long left() {
        return left;
    }

    /**
     * Reads as many bytes as there are left, or as the buffer holds. With the last of them, the end is looked for.
     *
     * @return how many
     * @throws DroverException INVALID_ARGUMENT if they cannot be read, CONFLICT if there are more or less than announced
     */
    public int fill(byte[] buffer) {
        int wanted = (int) Math.min(buffer.length, left);
        try {
            int count = in.readNBytes(buffer, 0, wanted);
            left -= count;
            if (count < wanted || (left == 0 && in.read() >= 0)) {
                throw new DroverException(
                        ErrorCode.CONFLICT,
                        "Could not write " + uri + ": the content announced " + length + " bytes and gave "
                                + (count < wanted ? length - left : "more")
                                + ": it changed while it was read. Nothing was stored.");
            }
            return count;
        } catch (IOException e) {
            throw unreadable(uri, e);
        }
    }

    /** By now all was read, or there is an error on its way that says more. */
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            log.debug("A content of {} could not be closed", uri, e);
        }
    }

    private static DroverException unreadable(StorageUri uri, IOException cause) {
        return new DroverException(
                ErrorCode.INVALID_ARGUMENT,
                Effect.NONE,
                false,
                "Could not write " + uri + ": its content cannot be read. Nothing was stored.",
                cause);
    }
}
