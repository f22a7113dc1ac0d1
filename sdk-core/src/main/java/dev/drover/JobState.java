package dev.drover;

/** Where a job stands, in words that mean the same on every platform. */
public enum JobState {
    /** Accepted, waiting for room. */
    QUEUED,
    /** Its driver runs. */
    RUNNING,
    /** Asked to end. */
    CANCELLING,
    /** Ended well. */
    SUCCEEDED,
    /** Ended badly. */
    FAILED,
    /** Ended because it was asked to. */
    CANCELLED,
    /** Accepted once, no longer known to the platform, its outcome on no record. Never rerun in silence. */
    LOST,
    /** The platform says something that has no translation yet; it may go on. */
    UNKNOWN;

    /** Whether the job has ended and this state will not change. */
    public boolean terminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == LOST;
    }
}
