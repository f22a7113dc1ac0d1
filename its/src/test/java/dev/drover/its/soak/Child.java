package dev.drover.its.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that is killed the hard way and started again with the same command. Safe for use by many threads. */
final class Child {
    private static final long POLITE_SECONDS = 20;

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Optional<Process> process = Optional.empty();

    Child(List<String> command, Map<String, String> environment, Path log) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    /** Starts it unless it runs. */
    synchronized void start() throws IOException {
        if (alive()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(log.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        process = Optional.of(builder.start());
    }

    synchronized boolean alive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** {@code kill -9}; returns when it is gone. */
    synchronized void kill() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroyForcibly().waitFor();
        }
    }

    /** Whether it ends by itself, and well, in time. */
    boolean endsWell(Duration timeout) throws InterruptedException {
        Optional<Process> running;
        synchronized (this) {
            running = process;
        }
        return running.isPresent()
                && running.get().waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                && running.get().exitValue() == 0;
    }

    /** Asks it to end, and kills it if it does not. */
    synchronized void end() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroy();
            if (!process.get().waitFor(POLITE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        }
    }
}
