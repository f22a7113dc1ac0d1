package dev.drover.spi;

import dev.drover.DroverException;
import java.time.Duration;
import java.time.Instant;

/**
 * One operation of a user's, from the driver's side: its deadline, and the door through which every native call goes.
 * Not for use after the operation.
 */
public interface CallContext {

    /**
     * Makes one native call.
     *
     * @throws DroverException for whatever the operation throws, as {@link Provider#classify} sees it; with
     *     DEADLINE_EXCEEDED if no time is left
     */
    <T> T call(NativeCall call, NativeOperation<T> operation);

    /** When the operation must have ended. */
    Instant deadline();

    /** What is left until the deadline; zero if it is over. */
    Duration remaining();

    /**
     * The same operation with its whole time before it again. For what may outlast it: undoing what it has begun although
     * its time is over, and what a stream asks that is read after the operation.
     */
    default CallContext renewed() {
        return this;
    }

    /** The current time, from the clock that tests may move. */
    Instant now();

    /** Tells listeners how far a long operation has come, in a few words without secrets. */
    void progress(String message);
}
