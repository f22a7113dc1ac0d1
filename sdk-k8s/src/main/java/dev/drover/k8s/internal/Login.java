package dev.drover.k8s.internal;

import java.time.Duration;

/** Where credentials come from. Safe for use by many threads. */
interface Login {

    /** Whether requests go without any, so that they need not be kept from others. */
    default boolean anonymous() {
        return false;
    }

    /** What holds now. */
    Credential credential(Duration left) throws LoginException, InterruptedException;

    /** What there is instead of one that the server has refused; the same if there is nothing else. */
    Credential instead(Credential refused, Duration left) throws LoginException, InterruptedException;
}
