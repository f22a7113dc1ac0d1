package dev.drover.internal.diagnosis;

import java.util.Optional;

/**
 * One exception, or a statement that stands for one, as a log shows it.
 *
 * @param exception its class
 * @param message the first line of what it says; may be empty
 * @param line where it stands in the log, counted from 0
 */
record Thrown(Optional<String> exception, String message, int line) {

    Thrown {
        message = message.strip();
    }

    static Thrown of(String exception, String message, int line) {
        return new Thrown(Optional.of(exception), message, line);
    }

    Thrown withMessage(String text) {
        return new Thrown(exception, text, line);
    }
}
