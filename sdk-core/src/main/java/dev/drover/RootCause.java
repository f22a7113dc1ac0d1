package dev.drover;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a job failed, as far as its status and logs say.
 *
 * @param exception the innermost exception's class, where one was found
 * @param message the first line of what it said, or the best that is known; empty if it said nothing; at most 2,000
 *     characters
 * @param lines the log lines around it, at most 40, each of at most 2,000 characters
 */
public record RootCause(Category category, Optional<String> exception, String message, List<String> lines) {

    /** What kind of trouble it is, and so who can mend it. */
    public enum Category {
        /** The application's own code. */
        USER_CODE,
        /** Driver or executor ran out of memory. */
        OUT_OF_MEMORY,
        /** Executors, workers or the driver went away. */
        LOST_CAPACITY,
        /** Input that is not there. */
        MISSING_INPUT,
        /** A class, module or jar that is not there. */
        MISSING_CLASS,
        /** Something was not allowed. */
        PERMISSION,
        /** A limit was reached. */
        QUOTA,
        /** Something took too long. */
        TIMEOUT,
        /** No rule matched. */
        UNKNOWN
    }

    public RootCause {
        lines = List.copyOf(lines);
    }

    /** One line: category, exception and message. */
    public String summary() {
        return Stream.of(Optional.of(category.name()), exception, Optional.of(message))
                .flatMap(Optional::stream)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(": "));
    }
}
