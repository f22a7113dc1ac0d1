package dev.drover.pipeline;

/** What becomes of the other steps when one has failed. */
public enum OnFailure {
    /** No further step is begun; those that run go on to their end. */
    STOP,
    /** The steps after it are skipped, and those after them; others go on. */
    SKIP_DEPENDENTS,
    /** All others go on, those after it too. The run has failed all the same when it ends. */
    CONTINUE
}
