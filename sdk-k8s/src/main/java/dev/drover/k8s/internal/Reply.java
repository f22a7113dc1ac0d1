package dev.drover.k8s.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * An answer that has begun to come. One thread reads it; any thread may close it, and ends the reading so. The client's own
 * buffers must not be closed while they are read: whoever of the two comes last does it.
 */
final class Reply implements AutoCloseable {
    private final Target target;
    private final Call call;
    private final Response response;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile boolean closed;

    /** Takes something from the answer. */
    @FunctionalInterface
    interface Reading<T> {
        T from(BufferedSource source) throws IOException;
    }

    Reply(Target target, Call call, Response response) {
        this.target = target;
        this.call = call;
        this.response = response;
    }

    Target target() {
        return target;
    }

    Response response() {
        return response;
    }

    /** Lets reading fail after a time from now. */
    void limit(Duration longest) {
        response.body().source().timeout().deadline(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Reads.
     *
     * @throws IOException if the answer breaks off, or is closed meanwhile
     */
    <T> T read(Reading<T> part) throws IOException {
        reading.set(true);
        try {
            if (closed) {
                throw new IOException("the answer was closed");
            }
            return part.from(response.body().source());
        } finally {
            reading.set(false);
            if (closed) {
                release();
            }
        }
    }

    /** The call first: that ends a reading, and an answer that nobody reads further would be waited for. */
    @Override
    public void close() {
        closed = true;
        call.cancel();
        if (!reading.get()) {
            release();
        }
    }

    private void release() {
        if (released.compareAndSet(false, true)) {
            response.close();
        }
    }
}
