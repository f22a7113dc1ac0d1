package dev.drover.k8s.internal;

import java.time.Instant;
import java.util.Optional;

/**
 * With what a request proves who asks.
 *
 * @param token to be sent with it
 * @param key for the TLS connection
 * @param expires empty if that is not known
 */
record Credential(Optional<String> token, Optional<ClientKey> key, Optional<Instant> expires) {
    static final Credential NONE = new Credential(Optional.empty(), Optional.empty(), Optional.empty());

    static Credential token(String token) {
        return new Credential(Optional.of(token), Optional.empty(), Optional.empty());
    }

    boolean isNone() {
        return token.isEmpty() && key.isEmpty();
    }

    /** Never what it is. */
    @Override
    public String toString() {
        return "Credential[" + (token.isPresent() ? "token" : key.isPresent() ? "key" : "none") + "]";
    }
}
