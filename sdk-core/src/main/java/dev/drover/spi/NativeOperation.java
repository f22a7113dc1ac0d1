package dev.drover.spi;

import java.time.Duration;

/** The body of a native call. */
@FunctionalInterface
public interface NativeOperation<T> {

    /**
     * Sends the request and reads the answer, once.
     *
     * @param timeout to be given to the native client, so that no extra thread is needed to keep it; above zero
     */
    T run(Duration timeout) throws Exception;
}
