package dev.drover;

/** What is known of the effect of a call that failed. */
public enum Effect {
    /** Nothing happened: never connected, or definitively rejected. */
    NONE,
    /** It may have happened: the answer was lost or says nothing. */
    UNKNOWN,
    /** It happened, although an error was returned. */
    APPLIED
}
