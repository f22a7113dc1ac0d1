package dev.drover.standalone.rest;

import dev.drover.standalone.rest.MasterState.Driver;
import dev.drover.standalone.rest.MasterState.Worker;
import java.util.List;

/** Says what a queued driver waits for. */
final class QueueReason {

    private QueueReason() {}

    static String of(Driver driver, MasterState state) {
        List<Worker> alive = state.workers().stream().filter(Worker::alive).toList();
        String wants = size(driver.cores(), driver.memoryMiB());
        if (alive.isEmpty()) {
            return "waits for a worker with " + wants + " free; no worker is alive. Start workers for " + state.url()
                    + ".";
        }
        if (alive.stream().anyMatch(w -> fits(driver, w.cores() - w.coresUsed(), w.memoryMiB() - w.memoryUsedMiB()))) {
            return "waits for the master to place it; there is room for " + wants + ".";
        }
        int cores =
                alive.stream().mapToInt(w -> w.cores() - w.coresUsed()).max().orElse(0);
        int memory = alive.stream()
                .mapToInt(w -> w.memoryMiB() - w.memoryUsedMiB())
                .max()
                .orElse(0);
        boolean never = alive.stream().noneMatch(w -> fits(driver, w.cores(), w.memoryMiB()));
        return "waits for a worker with " + wants + " free; "
                + (alive.size() == 1 ? "the 1 worker alive has" : "the " + alive.size() + " workers alive have")
                + " at most " + size(cores, memory) + " free. "
                + (never
                        ? "None would do even when idle: ask for less, or add larger workers."
                        : "Wait for other jobs to end, ask for less, or add workers.");
    }

    private static boolean fits(Driver driver, int cores, int memoryMiB) {
        return cores >= driver.cores() && memoryMiB >= driver.memoryMiB();
    }

    private static String size(int cores, int memoryMiB) {
        return cores + (cores == 1 ? " core and " : " cores and ") + memoryMiB + " MiB";
    }
}
