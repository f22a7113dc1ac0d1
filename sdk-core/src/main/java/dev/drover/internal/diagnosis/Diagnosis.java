package dev.drover.internal.diagnosis;

import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RootCause;
import dev.drover.RootCause.Category;
import java.util.List;
import java.util.Optional;

/** Finds the root cause in the end of a driver's logs. Pure. */
public final class Diagnosis {
    private static final int CONTEXT_BEFORE = 8;
    private static final int CONTEXT = 40;
    /** More is not read, which bounds the time. */
    private static final int LAST_LINES = 2_000;
    /** A line is read and shown up to here; a log that is one line of any length cannot fill a message. */
    private static final int LONGEST_LINE = 2_000;

    private Diagnosis() {}

    /**
     * Explains how a job ended. What ended the main thread goes before a signal that ended the process, that before
     * errors that were only logged, and these before what the platform says.
     *
     * @param stderr the last lines of the driver's standard error, oldest first; may be empty; the last 2,000 lines
     *     count, and of each line the first 2,000 characters
     * @param stdout the same of its standard output, where spark-submit puts what Python says
     */
    public static RootCause of(JobStatus status, List<String> stderr, List<String> stdout) {
        if (status.state() == JobState.CANCELLED) {
            return new RootCause(Category.UNKNOWN, Optional.empty(), "it was cancelled", List.of());
        }
        Log errors = Log.of(cut(stderr));
        Log output = Log.of(cut(stdout));
        Log log = output.weight().compareTo(errors.weight()) > 0 ? output : errors;
        boolean signalled = status.exitCode().orElse(0) > ExitCodes.SIGNAL;
        return log.decisive()
                .filter(trace -> trace.weight() == Weight.ENDED || !signalled)
                .map(trace -> explain(trace.root(), log.lines()))
                .orElseGet(() -> withoutException(status, errors.lines().isEmpty() ? output : errors));
    }

    private static List<String> cut(List<String> lines) {
        return lines.stream()
                .skip(Math.max(0, lines.size() - LAST_LINES))
                .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line)
                .toList();
    }

    private static RootCause explain(Thrown thrown, List<String> log) {
        int from = Math.max(0, thrown.line() - CONTEXT_BEFORE);
        int to = Math.min(log.size(), from + CONTEXT);
        return new RootCause(Categories.of(thrown), thrown.exception(), thrown.message(), log.subList(from, to));
    }

    private static RootCause withoutException(JobStatus status, Log log) {
        List<String> lines = log.lines();
        Told told = Told.by(status);
        return new RootCause(
                told.category(),
                Optional.empty(),
                told.message(),
                lines.subList(Math.max(0, lines.size() - CONTEXT), lines.size()));
    }
}
