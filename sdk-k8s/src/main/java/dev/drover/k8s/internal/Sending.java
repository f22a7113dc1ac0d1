package dev.drover.k8s.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.EventListener;

/** Whether a request has begun to be sent, after a connection was made and secured for it. */
final class Sending {
    private final AtomicBoolean begun = new AtomicBoolean();

    boolean begun() {
        return begun.get();
    }

    /** Told by the HTTP client. */
    static final class Listener extends EventListener {
        @Override
        public void requestHeadersStart(Call call) {
            Sending sending = call.request().tag(Sending.class);
            if (sending != null) {
                sending.begun.set(true);
            }
        }
    }
}
