package dev.drover.standalone.rest;

import java.io.IOException;

/** An answer was longer than what it could sensibly be. */
final class AnswerTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLongException(int maxBytes) {
        super("the answer is longer than " + maxBytes + " bytes");
    }
}
