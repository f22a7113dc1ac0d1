package dev.drover.its.soak;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A fault that happened.
 *
 * @param on the folder of the worker or driver that was killed, else of what was struck
 */
record Strike(Instant at, Fault fault, Path on) {

    /** Whether it may have ended the driver in a folder without asking. */
    boolean ends(Path driver) {
        return (fault == Fault.KILL_DRIVER || fault == Fault.KILL_WORKER) && driver.startsWith(on);
    }
}
