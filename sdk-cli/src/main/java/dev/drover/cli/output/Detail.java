package dev.drover.cli.output;

/** How much is told beside the result. */
public enum Detail {
    /** Errors only. */
    QUIET,
    /** Progress and hints too. */
    NORMAL,
    /** Every call to a platform too, and where errors come from. */
    VERBOSE
}
