package dev.drover.internal.guard;

import dev.drover.DroverListener;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a user's listener, which may throw without harm. */
public final class Listeners {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final DroverListener listener;

    public Listeners(DroverListener listener) {
        this.listener = listener;
    }

    /** Calls one method of the listener. */
    public void tell(Consumer<DroverListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            log.warn("A DroverListener threw; the event is lost, the operation goes on", e);
        }
    }
}
