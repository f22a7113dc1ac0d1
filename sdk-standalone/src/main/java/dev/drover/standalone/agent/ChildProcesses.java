package dev.drover.standalone.agent;

import java.io.IOException;

/**
 * What this JVM starts, and what ends with it once its work counts no more, because whoever started it is gone.
 *
 * <p>A JVM takes its time to be gone: what it starts after it has ended the others would outlive it. So the two exclude
 * each other, and nothing is started once the end has begun.
 */
final class ChildProcesses {

    private ChildProcesses() {}

    static synchronized Process start(ProcessBuilder program) throws IOException {
        return program.start();
    }

    /** Ends this JVM at once, and all that it has started: programs do not watch, and would go on by themselves. */
    static synchronized void endWithThisJvm() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(DaemonMain.ORPHANED);
    }
}
