package dev.drover.pipeline;

/** Where a run of a pipeline stands. */
public enum PipelineState {
    /** Some process carries it on. */
    RUNNING,
    /** All steps are done; some may have warned. */
    SUCCEEDED,
    /** A warning has stopped it, and nothing has failed. */
    WARNED,
    /** A step has failed, or something else that it needs. */
    FAILED,
    /** It was cancelled. */
    CANCELLED,
    /** It took longer than it may. */
    TIMED_OUT,
    /** It has not ended and nobody carries it on: the process has died or let go of it. */
    INTERRUPTED;

    /** Whether nothing more happens unless it is resumed. */
    public boolean ended() {
        return this != RUNNING;
    }
}
