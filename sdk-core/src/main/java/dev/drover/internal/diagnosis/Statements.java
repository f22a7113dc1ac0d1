package dev.drover.internal.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Single lines that say why a program ends, written by what has no exception to show: the JVM, a shell, Python,
 * spark-submit, spark-sql. What they say is the message; a group around a class name in it is the exception.
 */
final class Statements {
    private static final List<Pattern> ENDS = List.of(
            Pattern.compile("^Terminating due to (java\\.lang\\.OutOfMemoryError)\\b.*"),
            Pattern.compile("^Exception: (java\\.lang\\.OutOfMemoryError) thrown from the UncaughtExceptionHandler .*"),
            Pattern.compile("^# (java\\.lang\\.OutOfMemoryError): .*"),
            Pattern.compile("^# There is insufficient memory for the Java Runtime Environment to continue\\."),
            // What spark-sql prints of a statement that Spark refuses: the class of the error, and no trace.
            Pattern.compile("^\\[[A-Z0-9]++(?:[_.][A-Z0-9]++)+] \\S.*"),
            Pattern.compile("^Error: Failed to load class \\S.*"),
            Pattern.compile("^Error: Could not find or load main class \\S.*"),
            Pattern.compile("^\\S*python\\S*: can't open file .*"),
            Pattern.compile("^\\S*: line \\d++: \\S++: (?:command not found|Permission denied)$"));

    private Statements() {}

    /** The statement on a line, as a trace of one. */
    static Optional<Trace> at(List<String> log, int line) {
        String text = log.get(line);
        return ENDS.stream()
                .map(pattern -> pattern.matcher(text))
                .filter(Matcher::matches)
                .findFirst()
                .map(said -> new Trace(
                        Weight.ENDED,
                        List.of(new Thrown(
                                said.groupCount() > 0 ? Optional.of(said.group(1)) : Optional.empty(), text, line)),
                        line + 1));
    }
}
