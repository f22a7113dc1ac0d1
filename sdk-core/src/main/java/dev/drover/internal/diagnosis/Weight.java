package dev.drover.internal.diagnosis;

/** How much an exception in a log has to do with the application's end. Greater is more. */
enum Weight {
    /** Logged as a warning or less: whoever logged it went on. */
    MENTIONED,
    /** What an end brings with it, such as calls that find Spark shut down. */
    AFTERMATH,
    /** Logged as an error, or printed: often the last words, but a program may go on after them. */
    REPORTED,
    /** Ended the application's main thread. */
    ENDED
}
