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

    @Override
    public void close() throws IOException {
        reply.close();
    }
}
