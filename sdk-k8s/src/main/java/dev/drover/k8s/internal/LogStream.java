package dev.drover.k8s.internal;

import java.io.IOException;
import java.io.InputStream;

/** What a pod writes. One thread reads it; any thread may close it, and ends the reading so. */
final class LogStream extends InputStream {
    private final Reply reply;

    LogStream(Reply reply) {
        this.reply = reply;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** A stream of the HTTP client's would wait for a byte even if none is wanted. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return length == 0 ? 0 : reply.read(source -> source.read(bytes, offset, length));
    }

    /** What has come already. */
    @Override
    public int available() throws IOException {
        return reply.read(source -> (int) Math.min(source.getBuffer().size(), Integer.MAX_VALUE));
    }

    @Override
    public void close() {
        reply.close();
    }
}
