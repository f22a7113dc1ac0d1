package dev.drover.standalone.local;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM of a daemon: it waits to be told what to run, its output goes to a log and is watched for events on the way.
 * It ends with this JVM, since the pipe to it then breaks. Safe for use by many threads.
 */
final class DaemonProcess {
    private static final Logger log = LoggerFactory.getLogger(DaemonProcess.class);

    private final String name;
    private final long number;
    private final Process process;
    private final ProcessRecord record;
    private final Writer input;
    private final Path logFile;
    private final LogTail tail = new LogTail();
    private final Map<LogEvent, CompletableFuture<String>> events = new EnumMap<>(LogEvent.class);
    private final CompletableFuture<DaemonProcess> ended = new CompletableFuture<>();
    private volatile boolean leaving;

    private DaemonProcess(String name, Process process, Path logFile) {
        this.name = name;
        this.number = System.nanoTime();
        this.process = process;
        this.record = ProcessRecord.of(name, process.toHandle());
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.logFile = logFile;
        for (LogEvent event : LogEvent.values()) {
            events.put(event, new CompletableFuture<>());
        }
    }

    /**
     * Starts a JVM whose main class is {@link dev.drover.standalone.agent.DaemonMain}.
     *
     * @param logs gets a file with what both standard streams say
     */
    static DaemonProcess start(String name, ProcessBuilder builder, PrivateFolder logs) throws IOException {
        Path logFile = logs.newFile(name + ".log");
        DaemonProcess daemon =
                new DaemonProcess(name, builder.redirectErrorStream(true).start(), logFile);
        Thread reader = new Thread(daemon::copyOutput, "drover-log-" + name);
        reader.setDaemon(true);
        reader.start();
        return daemon;
    }

    String name() {
        return name;
    }

    ProcessRecord record() {
        return record;
    }

    /** Tells the order in which processes were started. */
    long number() {
        return number;
    }

    /** The port of a worker; 0 before it is known. */
    int port() {
        return Integer.parseInt(event(LogEvent.WORKER_PORT).getNow("0"));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Completed, never exceptionally, once the process has ended and its whole log is there. */
    CompletableFuture<DaemonProcess> ended() {
        return ended;
    }

    /** Whether an event was seen. */
    boolean has(LogEvent event) {
        return event(event).isDone() && !event(event).isCompletedExceptionally();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Says that its end will be on purpose. */
    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Tells the process what to run. One that has ended is not told; {@link #await} says why. */
    void run(DaemonScript script) {
        try {
            input.write(script.lines());
            input.flush();
        } catch (IOException e) {
            log.debug("{} does not listen any more", name, e);
        }
    }

    /**
     * Waits for an event.
     *
     * @return what the line tells
     * @throws DaemonFailure if the process ends before, or the time is over, with the end of the log
     */
    String await(LogEvent event, Duration timeout) throws InterruptedException, DaemonFailure {
        try {
            return event(event).get(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new DaemonFailure(obituary());
        } catch (TimeoutException e) {
            throw new DaemonFailure(name + " did not become ready in time; the end of " + logFile + ":" + tail);
        }
    }

    /** How the process ended, with the end of its log. */
    String obituary() {
        String how = process.isAlive() ? "stopped talking" : "ended with exit code " + process.exitValue();
        return name + " " + how + "; the end of " + logFile + ":" + tail;
    }

    private CompletableFuture<String> event(LogEvent event) {
        return Objects.requireNonNull(events.get(event));
    }

    private void copyOutput() {
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter file = new BufferedWriter(
                        new OutputStreamWriter(Files.newOutputStream(logFile), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.write(line);
                file.newLine();
                if (!output.ready()) {
                    file.flush();
                }
                tail.add(line);
                tellEvents(line);
            }
        } catch (IOException e) {
            log.debug("The log of {} ends early", name, e);
        }
        var unused = process.onExit().thenRun(this::announceEnd);
    }

    private void tellEvents(String line) {
        for (Map.Entry<LogEvent, CompletableFuture<String>> event : events.entrySet()) {
            if (!event.getValue().isDone()) {
                Matcher matcher = event.getKey().pattern().matcher(line);
                if (matcher.find()) {
                    event.getValue().complete(matcher.group(1));
                }
            }
        }
    }

    private void announceEnd() {
        events.values().forEach(event -> event.completeExceptionally(new DaemonFailure("ended")));
        ended.complete(this);
    }
}
