package dev.drover.pipeline;

/** What it means when a step's job ends with an exit code. */
public enum ExitMeaning {
    /** The step has done its work. */
    SUCCESS,
    /** It has done its work and something wants to be looked at; the pipeline goes on. */
    WARNING,
    /** Something has to be looked at before the pipeline goes on: no further step is begun. */
    WARNING_STOP,
    /** The step has failed. */
    FAILURE
}
