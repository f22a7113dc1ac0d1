package dev.drover.pipeline;

/** Where a step stands. */
public enum StepState {
    /** Not begun. */
    WAITING,
    /** Submitted, or about to be. */
    QUEUED,
    /** Its driver runs. */
    RUNNING,
    /** Done. */
    SUCCEEDED,
    /** Done, or stopped, by an exit code that was declared a warning. */
    WARNED,
    /** It could not be submitted, or its job failed. */
    FAILED,
    /** Cancelled because an attempt took longer than the step's timeout. */
    TIMED_OUT,
    /** Cancelled, with the pipeline or by somebody else. */
    CANCELLED,
    /** Its job is gone and nobody knows how it ended. */
    LOST,
    /** It cannot be told whether its job was accepted, or how it stands; resuming the pipeline settles it. */
    UNKNOWN,
    /** Not begun, because a step before it has failed. */
    SKIPPED;

    /** Whether an attempt has ended so. */
    public boolean ended() {
        return switch (this) {
            case SUCCEEDED, WARNED, FAILED, TIMED_OUT, CANCELLED, LOST -> true;
            case WAITING, QUEUED, RUNNING, UNKNOWN, SKIPPED -> false;
        };
    }
}
