package dev.drover.k8s.internal;

import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;

/** An answer that has begun to come. */
record Reply(Target target, Call call, Response response) implements AutoCloseable {

    BufferedSource source() {
        return response.body().source();
    }

    /** The call first: an answer that nobody reads further would be waited for. */
    @Override
    public void close() {
        call.cancel();
        try {
            response.close();
        } catch (IllegalStateException e) {
            // Another thread is reading: that fails, and lets go of the connection.
        }
    }
}
