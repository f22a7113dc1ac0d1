package dev.drover.internal.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells apart the kinds of lines in a log. No pattern here can take more than linear time. */
final class Lines {
    private static final String LEVEL = "(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\\b";
    /** A logger's line, in the usual layouts: its level stands near the start, after a time or a thread. */
    private static final List<Pattern> LOGGED = List.of(
            Pattern.compile("^[\\[(]?\\d[\\d/:.,TZ+ -]{5,40}[\\])]?.{0,80}?\\b" + LEVEL),
            Pattern.compile("^(?:\\[[^\\]]{1,60}\\] ?)?" + LEVEL));

    private static final Pattern FRAME = Pattern.compile("^\\s+(?:at \\S|\\.\\.\\. \\d+ ).*");
    private static final Pattern SUPPRESSED = Pattern.compile("^\\s+(?:Suppressed|Caused by): .*");

    private Lines() {}

    /** The level of a logger's line; empty for any other line. */
    static Optional<String> level(String line) {
        if (line.isEmpty() || Character.isLowerCase(line.charAt(0)) || line.charAt(0) == '\t') {
            return Optional.empty();
        }
        return LOGGED.stream()
                .map(layout -> layout.matcher(line))
                .filter(Matcher::lookingAt)
                .map(logged -> logged.group(1))
                .findFirst();
    }

    /** A line below an exception that names a place in the code. */
    static boolean isFrame(String line) {
        return isIndented(line) && FRAME.matcher(line).matches();
    }

    /** What failed while an exception was on its way, and the causes of that: indented, unlike the exception's own. */
    static boolean isSuppressed(String line) {
        return isIndented(line) && SUPPRESSED.matcher(line).matches();
    }

    private static boolean isIndented(String line) {
        return !line.isEmpty() && Character.isWhitespace(line.charAt(0));
    }

    /** A line of a stack trace that neither names an exception nor ends the trace. */
    static boolean isFiller(String line) {
        return line.isBlank() || line.equals("Driver stacktrace:");
    }

    /** Begins a Python traceback, perhaps as the message of another exception. */
    static boolean beginsPython(String line) {
        return line.endsWith("Traceback (most recent call last):");
    }
}
