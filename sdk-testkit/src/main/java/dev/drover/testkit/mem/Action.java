package dev.drover.testkit.mem;

import dev.drover.spi.NativeException;
import java.time.Instant;

/** What a call does to the platform or reads from it, with the platform's lock held. */
@FunctionalInterface
interface Action<T> {

    /**
     * Does it.
     *
     * @param asOf the time whose state a read shows; a change happens now
     * @param sentAt when the request left the client
     */
    T run(Instant asOf, Instant sentAt) throws NativeException;
}
