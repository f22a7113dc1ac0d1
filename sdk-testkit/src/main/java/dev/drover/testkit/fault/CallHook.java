package dev.drover.testkit.fault;

/**
 * Called before every native call, on the caller's thread, with no lock held: a scheduler may hold a pretended process
 * here while it lets others go on. What it throws ends the call before anything was sent.
 */
@FunctionalInterface
public interface CallHook {

    /** Does nothing. */
    CallHook NONE = call -> {};

    void before(MemCall call);
}
