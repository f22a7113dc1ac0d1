package dev.drover.standalone.local;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes with all that they started. */
final class ProcessTree {
    /** What is killed is gone at once, unless it waits for a disk. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final Set<ProcessHandle> processes = new LinkedHashSet<>();

    /** Descendants are listed now: once their parent is gone nothing leads to them any more. */
    ProcessTree(Collection<ProcessHandle> roots) {
        for (ProcessHandle root : roots) {
            processes.add(root);
            root.descendants().forEach(processes::add);
        }
    }

    /** Asks all to end, kills those that have not after a while, and returns when none runs. */
    void end(Duration patience) throws InterruptedException {
        processes.forEach(ProcessHandle::destroy);
        if (!awaitEnd(patience)) {
            kill();
        }
    }

    /** Ends all without asking. */
    void kill() throws InterruptedException {
        processes.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(AFTER_KILL);
    }

    private boolean awaitEnd(Duration patience) throws InterruptedException {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("onExit does not fail", e);
        }
    }
}
