package dev.drover.k8s.internal;

import java.io.IOException;
import java.util.Optional;

/** A request that was refused, or to which no whole answer came. */
public final class KubeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Target target;
    private final transient Optional<KubeStatus> status;
    private final boolean sent;

    KubeException(Target target, KubeStatus status) {
        super(target + " was answered " + status.code() + " " + status.reason());
        this.target = target;
        this.status = Optional.of(status);
        this.sent = true;
    }

    /** @param sent whether a part of the request may have reached the server */
    KubeException(Target target, boolean sent, IOException cause) {
        super(target + " got no whole answer", cause);
        this.target = target;
        this.status = Optional.empty();
        this.sent = sent;
    }

    /** What the server has answered; empty if nothing came. */
    public Optional<KubeStatus> status() {
        return status;
    }

    /** Whether the server has answered with this code of HTTP; a watch that is too old ends with 410. */
    public boolean is(int code) {
        return status.filter(answered -> answered.code() == code).isPresent();
    }

    Target target() {
        return target;
    }

    boolean sent() {
        return sent;
    }
}
