package dev.drover.internal.guard;

import dev.drover.DroverListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a user's listeners, each of which may throw without harm. */
public final class Listeners {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final DroverListener[] listeners;

    public Listeners(List<DroverListener> listeners) {
        this.listeners = listeners.stream()
                .filter(listener -> listener != DroverListener.NONE)
                .toArray(DroverListener[]::new);
    }

    /** Whether anybody listens; if not, events need not be made. */
    boolean any() {
        return listeners.length > 0;
    }

    /** Calls one method of each listener, in the order in which they were added. */
    public void tell(Consumer<DroverListener> event) {
        for (DroverListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                log.warn("A DroverListener threw; the event is lost, the operation goes on", e);
            }
        }
    }
}
