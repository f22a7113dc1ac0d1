package dev.drover;

/** What went wrong, in words that mean the same on every platform. Programs act on these, never on messages. */
public enum ErrorCode {
    /** The request is wrong by itself; nothing was sent. */
    INVALID_ARGUMENT,
    /** The platform, or this cluster, cannot do it; found before anything was changed. */
    UNSUPPORTED,
    /** No credentials, or expired ones. */
    UNAUTHENTICATED,
    /** The credentials do not allow it. */
    PERMISSION_DENIED,
    /** The cluster, job or object does not exist, or no longer. */
    NOT_FOUND,
    /** Something else already has the name. */
    ALREADY_EXISTS,
    /** The state of the thing does not allow it, or another caller was faster. */
    CONFLICT,
    /** A limit of the account, cluster or disk is reached; waiting alone does not help. */
    QUOTA_EXCEEDED,
    /** Too many calls; later is fine. */
    THROTTLED,
    /** The endpoint cannot be reached or is failing; later may be fine. */
    UNAVAILABLE,
    /** The time given for the operation is over. */
    DEADLINE_EXCEEDED,
    /** It was done as asked and ended in failure by itself: a job, a bootstrap action, a daemon of a cluster. */
    FAILED,
    /** The caller interrupted or closed. */
    CANCELLED,
    /** The platform or Drover broke a rule; a bug to report. */
    INTERNAL
}
