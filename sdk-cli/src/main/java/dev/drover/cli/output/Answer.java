package dev.drover.cli.output;

import dev.drover.task.ExitCode;
import java.util.function.Consumer;

/**
 * What a command has to say in the end.
 *
 * @param document for programs
 * @param text for people
 * @param exit how it went
 */
public record Answer(Document document, Consumer<Screen> text, ExitCode exit) {

    /** Of something done. */
    public static Answer of(Document document, Consumer<Screen> text) {
        return new Answer(document, text, ExitCode.DONE);
    }

    /** The same with another end. */
    public Answer ending(ExitCode how) {
        return new Answer(document, text, how);
    }
}
