package dev.drover.gcp.gcs;

import com.google.api.client.http.HttpResponse;
import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.spi.transfer.PartsAhead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * An object, or a range of it, as it was when it was opened. It begins with the answer to one request. A long object
 * goes on in parts that are fetched ahead; so does one of which that answer breaks off. For one thread.
 */
final class ObjectStream extends InputStream {
    private static final int TRANSFER = 128 * 1024;

    private final StorageUri uri;
    private final HttpResponse answer;
    private final InputStream first;
    private final PartsAhead ahead;
    private final WholeChecksum checksum;
    private final long end;
    private long position;
    private long firstEnd;
    private boolean closed;

    /**
     * A stream.
     *
     * @param answer to the request for the range
     * @param offset where the range begins
     * @param length of the range
     * @param firstMost how much of that answer is read at most
     */
    ObjectStream(StorageUri uri, HttpResponse answer, long offset, long length, long firstMost, PartsAhead ahead)
            throws IOException {
        this.uri = uri;
        this.answer = answer;
        InputStream content = answer.getContent();
        this.first = content == null ? InputStream.nullInputStream() : content;
        this.ahead = ahead;
        this.checksum = WholeChecksum.of(answer.getHeaders());
        this.position = offset;
        this.end = offset + length;
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
                    checksum.verify(uri);
                    return -1;
                }
                count = ahead.read(position, buffer, offset, length);
            }
            checksum.update(buffer, offset, count);
            position += count;
            return count;
        } catch (DroverException e) {
            throw new IOException("Could not read " + uri + " to its end: " + e.getMessage(), e);
        }
    }

    /** With a larger buffer than streams have of their own: files are written by it, and each write has its price. */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[TRANSFER];
        long moved = 0;
        for (int count = read(buffer); count >= 0; count = read(buffer)) {
            out.write(buffer, 0, count);
            moved += count;
        }
        return moved;
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
            MediaRequests.drop(answer);
        }
        return count;
    }

    /** A connection of which all was read is used again. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        ahead.close();
        if (firstEnd == end && position == end) {
            first.close();
        } else {
            MediaRequests.drop(answer);
        }
    }
}
