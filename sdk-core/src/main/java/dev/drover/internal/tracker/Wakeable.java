package dev.drover.internal.tracker;

import dev.drover.DroverException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets other threads end what one thread waits for. The waiting thread is interrupted only while it is inside
 * {@link #run}, and never sees an interrupt that was meant as a wake-up. Safe for use by many threads; one waits at a
 * time.
 */
public final class Wakeable {
    private @Nullable Thread waiting;
    private boolean woken;

    /** Something that an interrupt ends. */
    public interface Wait<T> {
        T run() throws InterruptedException;
    }

    /**
     * Waits.
     *
     * @return empty if woken, now or since the last wait
     * @throws InterruptedException if somebody else interrupted
     */
    public <T> Optional<T> run(Wait<T> wait) throws InterruptedException {
        synchronized (this) {
            if (woken) {
                woken = false;
                return Optional.empty();
            }
            waiting = Thread.currentThread();
        }
        try {
            return Optional.of(wait.run());
        } catch (InterruptedException | DroverException e) {
            if (!isWoken()) {
                throw e;
            }
            return Optional.empty();
        } finally {
            leave();
        }
    }

    private synchronized boolean isWoken() {
        return woken;
    }

    private synchronized void leave() {
        waiting = null;
        if (woken) {
            woken = false;
            // The interrupt may have come after the wait was over.
            Thread.interrupted();
        }
    }

    /** Ends the wait that goes on, or the next one. */
    public synchronized void wake() {
        if (!woken) {
            woken = true;
            if (waiting != null) {
                waiting.interrupt();
            }
        }
    }
}
