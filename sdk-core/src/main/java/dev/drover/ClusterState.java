package dev.drover;

/** Where a cluster stands, in words that mean the same on every platform. */
public enum ClusterState {
    /** Being made. */
    STARTING,
    /** All its workers are there; takes jobs. */
    READY,
    /** Takes jobs with fewer workers than asked for. */
    DEGRADED,
    /** Being ended. */
    TERMINATING,
    /** Ended because it was asked to. */
    TERMINATED,
    /** Ended, or never became ready, because of a failure. */
    FAILED,
    /** The platform says something that has no translation yet. */
    UNKNOWN;

    /** Whether the cluster has ended and will not come back. */
    public boolean terminal() {
        return this == TERMINATED || this == FAILED;
    }
}
