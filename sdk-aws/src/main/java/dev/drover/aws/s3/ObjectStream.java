package dev.drover.aws.s3;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.spi.transfer.PartsAhead;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object, or a range of it, as it was when it was opened. It begins with the answer to one request. A long object
 * goes on in parts that are fetched ahead; so does one of which that answer breaks off. For one thread.
 */
final class ObjectStream extends InputStream {
    private final StorageUri uri;
    private final ResponseInputStream<GetObjectResponse> first;
    private final PartsAhead ahead;
    private final WholeChecksum checksum;
    private final long end;
    private long position;
    private long firstEnd;
    private boolean closed;

    /**
     * A stream.
     *
     * @param first the answer to the request for the range
     * @param offset where the range begins
     * @param firstMost how much of that answer is read at most
     */
    ObjectStream(
            StorageUri uri,
            ResponseInputStream<GetObjectResponse> first,
            long offset,
            long firstMost,
            PartsAhead ahead) {
        this.uri = uri;
        this.first = first;
        this.ahead = ahead;
        this.checksum = WholeChecksum.of(first.response());
        this.position = offset;
        this.end = offset + first.response().contentLength();
        this.firstEnd = Math.min(end, offset + firstMost);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (closed) {
            throw new IOException("The stream of " + uri + " is closed.");
        }
        if (length == 0) {
            return 0;
        }
        try {
            int count = position < firstEnd ? readFirst(buffer, offset, length) : 0;
            if (count == 0) {
                if (position == end) {
                    return atEnd(buffer, offset);
                }
                count = ahead.read(position, buffer, offset, length);
            }
            checksum.update(buffer, offset, count);
            position += count;
            return count;
        } catch (DroverException | SdkException e) {
            throw new IOException("Could not read " + uri + " to its end: " + e.getMessage(), e);
        }
    }

    /** Zero if it breaks off: what is missing comes in parts. */
    private int readFirst(byte[] buffer, int offset, int length) {
        int count;
        try {
            count = Math.max(0, first.read(buffer, offset, (int) Math.min(length, firstEnd - position)));
        } catch (IOException e) {
            count = 0;
        }
        if (count == 0) {
            firstEnd = position;
        }
        if (position + count == firstEnd && firstEnd < end) {
            first.abort();
        }
        return count;
    }

    /** The SDK checks what it has read in one piece, when it is asked for what comes after. */
    private int atEnd(byte[] buffer, int offset) throws IOException {
        checksum.verify(uri);
        return firstEnd == end ? first.read(buffer, offset, 1) : -1;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        ahead.close();
        if (position < end) {
            // Closing would read the rest, to use the connection again.
            first.abort();
        } else {
            first.close();
        }
    }
}
