package dev.drover.gcp.internal;

import java.io.IOException;

/** There are no credentials for a request, which was therefore not sent. */
final class CredentialsException extends IOException {
    private static final long serialVersionUID = 1L;

    CredentialsException(Exception cause) {
        super("no credentials", cause);
    }
}
