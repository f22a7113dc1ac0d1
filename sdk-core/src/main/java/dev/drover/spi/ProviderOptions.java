package dev.drover.spi;

import dev.drover.DroverException;
import java.net.URI;
import java.time.Duration;

/**
 * Marks a provider's own options, which are bound to a location in {@link dev.drover.Drover.Builder#configure}. They are
 * immutable, and refuse what makes no sense when they are built.
 */
public interface ProviderOptions {

    /**
     * Refuses what is no address of an HTTP server.
     *
     * @param what is meant, to follow "The" in the message: "proxy"
     * @throws DroverException INVALID_ARGUMENT unless it is {@code http} or {@code https} with a host, without user,
     *     query and fragment
     */
    static URI requireHttp(String what, URI address) {
        boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!http
                || address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawQuery() != null
                || address.getRawFragment() != null) {
            throw DroverException.invalid(
                    "The " + what + " is an address like https://host:port, without user, query or fragment.");
        }
        return address;
    }

    /**
     * Refuses timeouts that nothing can keep.
     *
     * @throws DroverException INVALID_ARGUMENT unless it is above zero
     */
    static Duration requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw DroverException.invalid("A timeout must be above zero, not " + timeout + ".");
        }
        return timeout;
    }
}
