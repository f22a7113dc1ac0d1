package dev.drover.internal.diagnosis;

import dev.drover.RootCause.Category;
import java.util.List;

/** What an exit code says by itself. */
final class ExitCodes {

    /**
     * One row.
     *
     * @param meaning follows the words "it"
     */
    record Meaning(int code, Category category, String meaning) {}

    private static final List<Meaning> TABLE = List.of(
            new Meaning(
                    137,
                    Category.OUT_OF_MEMORY,
                    "was killed (exit code 137, SIGKILL), as the kernel or a container does when memory runs out"),
            new Meaning(
                    143,
                    Category.LOST_CAPACITY,
                    "was told to end (exit code 143, SIGTERM), as an operator, or a machine that shuts down, does"),
            new Meaning(52, Category.OUT_OF_MEMORY, "ended with Spark's code for memory that ran out (exit code 52)"),
            new Meaning(126, Category.PERMISSION, "could not be started (exit code 126): it may not be executed"),
            new Meaning(127, Category.MISSING_CLASS, "could not be started (exit code 127): there is no such program"));

    /** Codes above it tell the signal that ended the process. */
    static final int SIGNAL = 128;

    private ExitCodes() {}

    static Meaning of(int code) {
        return TABLE.stream()
                .filter(row -> row.code() == code)
                .findFirst()
                .orElseGet(() -> code > SIGNAL ? bySignal(code) : byItself(code));
    }

    private static Meaning bySignal(int code) {
        return new Meaning(
                code, Category.UNKNOWN, "was ended by signal " + (code - SIGNAL) + " (exit code " + code + ")");
    }

    private static Meaning byItself(int code) {
        return new Meaning(
                code,
                code == 0 ? Category.UNKNOWN : Category.USER_CODE,
                "ended with exit code " + code + ", and its log shows no exception that ended it");
    }
}
