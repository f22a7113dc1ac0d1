package dev.drover.k8s.internal;

import java.time.Duration;

/** A token or a key that stands in a file once read. */
record FixedLogin(Credential credential) implements Login {

    @Override
    public boolean anonymous() {
        return credential.isNone();
    }

    @Override
    public Credential credential(Duration left) {
        return credential;
    }

    @Override
    public Credential instead(Credential refused, Duration left) {
        return credential;
    }
}
