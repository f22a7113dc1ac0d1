package dev.drover.standalone.local;

/** Something of a cluster did not do what it must; the message is for the cluster's problem. */
final class DaemonFailure extends Exception {
    private static final long serialVersionUID = 1L;

    DaemonFailure(String message) {
        super(message);
    }
}
