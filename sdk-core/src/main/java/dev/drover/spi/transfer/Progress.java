package dev.drover.spi.transfer;

import dev.drover.spi.CallContext;
import java.util.concurrent.atomic.AtomicLong;

/** Tells how far a large transfer has come, in steps that are worth a word. Safe for use by many threads. */
public final class Progress {
    private static final int STEP_PERCENT = 5;
    private static final long MIB = 1 << 20;

    private final CallContext context;
    private final String done;
    private final long total;
    private final AtomicLong moved = new AtomicLong();

    /**
     * A transfer that begins.
     *
     * @param done the word for it: "sent"
     * @param total in bytes; above zero
     */
    public Progress(CallContext context, String done, long total) {
        this.context = context;
        this.done = done;
        this.total = total;
    }

    /** So many bytes more have come through. */
    public void moved(long bytes) {
        long now = moved.addAndGet(bytes);
        if (step(now) > step(now - bytes)) {
            context.progress(now / MIB + " of " + total / MIB + " MiB " + done);
        }
    }

    private long step(long bytes) {
        return (long) (bytes * (100.0 / STEP_PERCENT) / total);
    }
}
