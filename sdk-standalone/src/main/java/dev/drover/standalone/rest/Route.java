package dev.drover.standalone.rest;

import java.io.IOException;
import java.net.URI;

/** The way to Spark's daemons where they are not reached at the addresses that they give themselves. Thread-safe. */
@FunctionalInterface
public interface Route {

    /**
     * The address at which another one is reached from here.
     *
     * @throws java.net.ConnectException if it cannot be reached; nothing was sent to it then
     */
    URI to(URI address) throws IOException;

    /** Every daemon is reached at its own address. */
    static Route direct() {
        return address -> address;
    }
}
