package dev.drover;

import java.util.List;
import java.util.Optional;

/**
 * The circuit breakers of a {@link Drover}, one for each endpoint that it has called: what they say, and a way to
 * close them by hand. Safe for use by many threads. What they count and when they open: {@link GuardOptions}.
 */
public interface Breakers {

    /** All of them, in the order of their endpoints' names; closed ones that were long unused may have been dropped. */
    List<BreakerStatus> all();

    /** That of one endpoint; empty if it was not called yet. */
    Optional<BreakerStatus> of(String endpoint);

    /**
     * Closes one and makes it forget what it counted: for when the endpoint is known to be well again.
     *
     * @return whether there was one
     */
    boolean reset(String endpoint);

    /** Closes all and makes them forget what they counted. */
    void resetAll();
}
