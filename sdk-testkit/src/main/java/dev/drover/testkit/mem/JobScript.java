package dev.drover.testkit.mem;

import java.time.Duration;

/** What becomes of a pretended run. Immutable. */
public final class JobScript {
    private final End end;
    private final Duration after;
    private final int exitCode;
    private final String stdout;
    private final String stderr;

    /** How a run ends. */
    enum End {
        SUCCEED,
        FAIL,
        HANG,
        VANISH,
        NEVER_START
    }

    private JobScript(End end, Duration after, int exitCode, String stdout, String stderr) {
        this.end = end;
        this.after = after;
        this.exitCode = exitCode;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** Runs this long, then succeeds with exit code 0. */
    public static JobScript succeed(Duration after) {
        return new JobScript(End.SUCCEED, after, 0, "", "");
    }

    /**
     * Runs this long, then fails.
     *
     * @param stderr what the driver's error log says, such as a stack trace
     */
    public static JobScript fail(Duration after, int exitCode, String stderr) {
        return new JobScript(End.FAIL, after, exitCode, "", stderr);
    }

    /** Runs until it is cancelled or its cluster ends. */
    public static JobScript hang() {
        return new JobScript(End.HANG, Duration.ZERO, 0, "", "");
    }

    /** Runs this long, then is gone: the platform does not know it any more, and how it ended is on no record. */
    public static JobScript loseCapacity(Duration after) {
        return new JobScript(End.VANISH, after, 0, "", "");
    }

    /** Waits in the queue for capacity that never comes. */
    public static JobScript neverStart() {
        return new JobScript(End.NEVER_START, Duration.ZERO, 0, "", "");
    }

    /** The same with this in the driver's output, from its start on. */
    public JobScript printing(String text) {
        return new JobScript(end, after, exitCode, text, stderr);
    }

    /** The same with this in the driver's error log, from its start on. */
    public JobScript logging(String text) {
        return new JobScript(end, after, exitCode, stdout, text);
    }

    End end() {
        return end;
    }

    Duration after() {
        return after;
    }

    int exitCode() {
        return exitCode;
    }

    String stdout() {
        return stdout;
    }

    String stderr() {
        return stderr;
    }
}
