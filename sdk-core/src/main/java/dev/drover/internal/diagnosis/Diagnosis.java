package dev.drover.internal.diagnosis;

import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RootCause;
import dev.drover.RootCause.Category;
import java.util.List;
import java.util.Optional;

/** Finds the root cause in the end of a driver's error log. Pure. */
public final class Diagnosis {
    private static final int CONTEXT_BEFORE = 8;
    private static final int CONTEXT = 40;

    private Diagnosis() {}

    /**
     * Explains how a job ended.
     *
     * @param stderr the last lines of the driver's standard error, oldest first; may be empty
     * @param stdout the same of its standard output, where spark-submit puts what Python says
     */
    public static RootCause of(JobStatus status, List<String> stderr, List<String> stdout) {
        if (status.state() == JobState.CANCELLED) {
            return plain(Category.UNKNOWN, "it was cancelled");
        }
        List<String> log = Thrown.hasPython(stdout) ? stdout : stderr;
        return Thrown.last(log)
                .map(thrown -> explain(thrown, log))
                .or(() -> Thrown.last(stdout).map(thrown -> explain(thrown, stdout)))
                .orElseGet(() -> withoutException(status, stderr));
    }

    private static RootCause explain(Thrown thrown, List<String> log) {
        int from = Math.max(0, thrown.line() - CONTEXT_BEFORE);
        int to = Math.min(log.size(), from + CONTEXT);
        return new RootCause(
                Categories.of(thrown.exception(), thrown.message()),
                Optional.of(thrown.exception()),
                thrown.message(),
                log.subList(from, to));
    }

    private static RootCause withoutException(JobStatus status, List<String> log) {
        List<String> end = log.subList(Math.max(0, log.size() - CONTEXT), log.size());
        Category category = status.state() == JobState.LOST ? Category.LOST_CAPACITY : Category.UNKNOWN;
        String message = status.detail()
                .orElseGet(() -> status.exitCode().isPresent()
                        ? "it exited with code " + status.exitCode().getAsInt() + " and its log shows no exception"
                        : "its log shows no exception");
        if (status.exitCode().isPresent() && status.exitCode().getAsInt() == 137) {
            category = Category.OUT_OF_MEMORY;
            message = "it was killed (exit code 137), as the kernel does when memory runs out";
        }
        return new RootCause(category, Optional.empty(), message, end);
    }

    private static RootCause plain(Category category, String message) {
        return new RootCause(category, Optional.empty(), message, List.of());
    }
}
