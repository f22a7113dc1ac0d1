package dev.drover.standalone.agent;

/** A JVM whose work counts no more, because what started it is gone. */
final class Orphan {

    private Orphan() {}

    /** Ends this JVM at once, and all that it has started: programs do not watch, and would go on by themselves. */
    static void end() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(DaemonMain.ORPHANED);
    }
}
