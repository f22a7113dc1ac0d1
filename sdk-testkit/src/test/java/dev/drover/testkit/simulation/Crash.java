package dev.drover.testkit.simulation;

/** A pretended process dies: no catch clause of the core's may see it. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("crash", null, false, false);
    }
}
