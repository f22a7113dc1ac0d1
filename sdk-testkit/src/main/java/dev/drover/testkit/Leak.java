package dev.drover.testkit;

/** What a test may leave behind; {@link DroverExtension} fails a test that does, unless it is allowed. */
public enum Leak {
    /** Clusters that were created and live: they would have to be paid for. */
    CLUSTERS,
    /** Runs that have not ended. */
    RUNS,
    /** Threads of a Drover. */
    THREADS,
    /** Scripted faults that never came to pass: such a test proves nothing. */
    UNUSED_FAULTS
}
