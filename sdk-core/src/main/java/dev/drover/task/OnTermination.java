package dev.drover.task;

/** What becomes of the job when the task is ended before it: by SIGTERM, or by its own deadline. */
public enum OnTermination {
    /** The job is cancelled: nobody waits for it, and nobody should pay for it. The next try of the task runs it anew. */
    CANCEL,
    /** The job goes on; the next try of the task waits for it again. */
    DETACH
}
