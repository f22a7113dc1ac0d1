package dev.drover.aws.internal;

/** No credentials could be had, so a request was not signed and not sent. */
final class CredentialsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException reason;

    CredentialsException(RuntimeException reason) {
        super("no credentials could be had", reason);
        this.reason = reason;
    }

    @Override
    public synchronized RuntimeException getCause() {
        return reason;
    }
}
