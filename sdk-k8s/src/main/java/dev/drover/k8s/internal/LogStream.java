package dev.drover.k8s.internal;

import java.io.FilterInputStream;
import java.io.IOException;

/** What a pod writes. One thread reads it; any thread may close it, and ends the reading so. */
final class LogStream extends FilterInputStream {
    private final Reply reply;

    LogStream(Reply reply) {
        super(reply.source().inputStream());
        this.reply = reply;
    }

    /** A stream of the HTTP client's would wait for a byte even if none is wanted. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return length == 0 ? 0 : super.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        reply.close();
    }
}
