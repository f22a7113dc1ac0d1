package dev.drover.k8s.fake;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A container that was started. Used by its kubelet's thread alone. */
final class ContainerRun {
    final String name;
    final Instant startedAt;
    private final Machine.Run process;
    /** Asked for once: each asking completes by another thread, a while later. */
    private final CompletableFuture<Integer> exit;

    private final ContainerLog log;
    private int stdout;
    private int stderr;
    private Optional<Integer> told = Optional.empty();
    private Optional<String> reason = Optional.empty();

    ContainerRun(String name, Instant startedAt, Machine.Run process, ContainerLog log) {
        this.name = name;
        this.startedAt = startedAt;
        this.process = process;
        this.exit = process.ended();
        this.log = log;
    }

    /** Its exit code, if it has ended; everything that it printed is in its log by then. */
    Optional<Integer> look(Instant now) {
        boolean over = exit.isDone();
        stdout = copy(process.stdout(), stdout, now);
        stderr = copy(process.stderr(), stderr, now);
        if (!over) {
            return Optional.empty();
        }
        log.end();
        return Optional.of(told.orElseGet(exit::join));
    }

    private int copy(byte[] all, int from, Instant now) {
        if (all.length > from) {
            log.append(now, Arrays.copyOfRange(all, from, all.length));
        }
        return all.length;
    }

    Optional<String> reason() {
        return reason;
    }

    /** Ends it at once, for what the kubelet is to tell. */
    void end(int code, Optional<String> why) {
        told = Optional.of(code);
        reason = why;
        process.kill();
    }

    void terminate() {
        process.terminate();
    }

    void kill() {
        process.kill();
    }
}
