package dev.drover.testkit.fault;

import java.util.Optional;

/**
 * Decides what goes wrong. Asked once for every native call, on the caller's thread, with no lock held.
 *
 * <p>An {@link Error} that it throws stands for a crash of the client before the request left, and passes through
 * everything untouched; {@link Fault.CrashAfterEffect} is the crash after the platform has acted.
 */
@FunctionalInterface
public interface FaultSource {

    /** Nothing goes wrong. */
    FaultSource NONE = call -> Optional.empty();

    /** The fault of this call; empty if it goes well. */
    Optional<Fault> faultOf(MemCall call);
}
