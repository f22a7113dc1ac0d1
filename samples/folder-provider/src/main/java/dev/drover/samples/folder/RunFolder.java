package dev.drover.samples.folder;

import dev.drover.Attempt;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a run. Its files are all that is known of the run, so any process can answer for it. */
record RunFolder(JobId id, Path path) {
    /** Runs its arguments as a program, which no shell reads, and writes down the process and how it ended. */
    private static final String SUPERVISOR = """
            exec "$@" >stdout 2>stderr </dev/null &
            echo $! >driver
            [ -e cancelled ] && kill $!
            wait $!
            echo $? >exit
            """;

    /** How exactly systems tell when a process began. */
    private static final Duration PRECISION = Duration.ofSeconds(2);

    void start(JobCommand command) throws IOException {
        ProcessBuilder supervisor = new ProcessBuilder("/bin/sh", "-c", SUPERVISOR, "supervisor")
                .directory(path.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        supervisor.command().addAll(command.words());
        supervisor.environment().clear();
        supervisor.environment().putAll(command.environment());
        Files.writeString(path.resolve("supervisor"), supervisor.start().pid() + "\n");
    }

    JobStatus status(Instant now) throws IOException {
        boolean alive = process("supervisor").isPresent() || process("driver").isPresent();
        Optional<String> exit = read("exit"); // after that look, since the supervisor writes it last
        Instant submitted = changed(Files.exists(path.resolve("supervisor")) ? "supervisor" : "");
        boolean begins = submitted.isAfter(now.minus(Folders.TIMEOUT));

        JobState state = exit.isPresent() ? ended(exit.get()) : alive || begins ? active() : JobState.LOST;
        Optional<Instant> ended = exit.isPresent() ? Optional.of(changed("exit")) : Optional.empty();
        JobStatus status = JobStatus.of(
                        id, state, exit.map(code -> "exit " + code).orElse("no exit"), now)
                .withTimes(Optional.of(submitted), ended);
        if (Attempt.isName(id.nativeId())) {
            status = status.withName(id.nativeId());
        }
        return exit.isPresent() ? status.withExitCode(Integer.parseInt(exit.get())) : status;
    }

    private JobState ended(String exit) {
        return exit.equals("0") ? JobState.SUCCEEDED : cancelled() ? JobState.CANCELLED : JobState.FAILED;
    }

    private JobState active() throws IOException {
        return cancelled() ? JobState.CANCELLING : read("driver").isPresent() ? JobState.RUNNING : JobState.QUEUED;
    }

    private boolean cancelled() {
        return Files.exists(path.resolve("cancelled"));
    }

    /** Either the driver is written down by now, and ended here, or the supervisor sees the mark when it has done so. */
    void cancel() throws IOException {
        if (read("exit").isEmpty()) {
            Files.write(path.resolve("cancelled"), new byte[0]);
            process("driver").ifPresent(driver -> family(driver).forEach(ProcessHandle::destroy));
        }
    }

    /** Ends whatever is left of the run, and leaves no record of it. */
    void kill() throws IOException {
        for (String role : List.of("supervisor", "driver")) {
            process(role).ifPresent(process -> family(process).forEach(ProcessHandle::destroyForcibly));
        }
    }

    private static List<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    /** A living process that is written down; not another one that has its number since. */
    private Optional<ProcessHandle> process(String role) throws IOException {
        Optional<String> pid = read(role);
        if (pid.isEmpty()) {
            return Optional.empty();
        }
        Instant latest = changed(role).plus(PRECISION);
        return ProcessHandle.of(Long.parseLong(pid.get()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().startInstant().orElse(latest).compareTo(latest) <= 0);
    }

    /** Empty while there is no such file, or nothing in it yet. */
    private Optional<String> read(String file) throws IOException {
        try {
            return Optional.of(Files.readString(path.resolve(file)).strip()).filter(text -> !text.isEmpty());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private Instant changed(String file) throws IOException {
        return Files.getLastModifiedTime(path.resolve(file)).toInstant();
    }
}
