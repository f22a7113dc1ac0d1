package dev.drover.k8s.internal;

import dev.drover.ErrorCode;

/** No credentials could be had, so a request was not sent. The message says why and what to do, without secrets. */
final class LoginException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    LoginException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
