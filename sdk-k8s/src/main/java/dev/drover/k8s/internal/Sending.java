package dev.drover.k8s.internal;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a request has begun to be sent, after a connection was made and secured for it. */
final class Sending {
    private final AtomicBoolean begun = new AtomicBoolean();

    void begin() {
        begun.set(true);
    }

    boolean begun() {
        return begun.get();
    }
}
