package dev.drover.spi;

/** Whether a native call may be repeated when its answer was lost. */
public enum Safety {
    /** Changes nothing. */
    READ,
    /** Repeatable with the same token or name on the same cluster: the platform recognises it. */
    KEYED,
    /** A repeat may do it twice. */
    UNSAFE
}
