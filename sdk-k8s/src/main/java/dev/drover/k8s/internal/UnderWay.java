package dev.drover.k8s.internal;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;

/** Follows the calls of one client from their start until the last byte of their answers, streams too. */
final class UnderWay extends EventListener {
    private final ConnectionPool idle;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    UnderWay(ConnectionPool idle) {
        this.idle = idle;
    }

    @Override
    public void callStart(Call call) {
        calls.add(call);
    }

    @Override
    public void requestHeadersStart(Call call) {
        Sending sending = call.request().tag(Sending.class);
        if (sending != null) {
            sending.begin();
        }
    }

    @Override
    public void callEnd(Call call) {
        calls.remove(call);
    }

    @Override
    public void callFailed(Call call, IOException error) {
        calls.remove(call);
        if (!call.isCanceled()) {
            // The others have broken with it, most likely; of a request on one of them nobody could tell its effect.
            idle.evictAll();
        }
    }

    void end() {
        calls.forEach(Call::cancel);
    }
}
