package dev.drover.testkit;

import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** The threads that have used a clock. Guarded by its clock. */
final class Workers {
    private final Map<Thread, Boolean> seen = new WeakHashMap<>();

    /** Returns whether it is new. */
    boolean sawThisThread() {
        return seen.put(Thread.currentThread(), true) == null;
    }

    /** Returns whether it was known. */
    boolean forgetThisThread() {
        return seen.remove(Thread.currentThread()) != null;
    }

    /** Whether there are no living threads beside these. */
    boolean areAllAmong(Set<Thread> threads) {
        return seen.keySet().stream().allMatch(thread -> threads.contains(thread) || !thread.isAlive());
    }

    /** Whether all others wait for something: a lock of the clock's, a queue, another thread. */
    boolean allIdle() {
        seen.keySet().removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        return seen.keySet().stream()
                .filter(thread -> thread != Thread.currentThread())
                .noneMatch(Workers::works);
    }

    private static boolean works(Thread thread) {
        return switch (thread.getState()) {
            case RUNNABLE, BLOCKED, NEW -> true;
            case WAITING, TIMED_WAITING, TERMINATED -> false;
        };
    }
}
