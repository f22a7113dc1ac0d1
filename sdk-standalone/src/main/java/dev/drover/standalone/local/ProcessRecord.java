package dev.drover.standalone.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process as another JVM can recognise it.
 *
 * @param name such as {@code worker-1}
 * @param startedAt in milliseconds since 1970; tells it from a later process with the same number
 */
record ProcessRecord(String name, long pid, long startedAt) {
    /** The system derives start times from a boot time that moves when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static ProcessRecord of(String name, ProcessHandle process) {
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new ProcessRecord(name, process.pid(), started);
    }

    /** The process, while it runs. */
    Optional<ProcessHandle> running() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(started -> Math.abs(started.toEpochMilli() - startedAt) <= TOLERANCE.toMillis())
                        .orElse(false));
    }
}
