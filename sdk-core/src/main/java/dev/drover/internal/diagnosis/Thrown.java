package dev.drover.internal.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The innermost exception of the last stack trace in a log.
 *
 * @param line where it stands in the log, counted from 0
 */
record Thrown(String exception, String message, int line) {
    private static final String NAME =
            "((?:[A-Za-z_$][\\w$]*\\.)+[A-Z][\\w$]*(?:Exception|Error|Throwable|Interrupt\\w*))";
    /** {@code Exception in thread "main" a.b.CException: message}, with or without what a logger puts before it. */
    private static final Pattern HEAD =
            Pattern.compile("^(?:.*\\bERROR\\b.*?: |Exception in thread \"[^\"]*\" )?" + NAME + "(?:: (.*))?$");

    private static final Pattern CAUSE = Pattern.compile("^\\s*Caused by: " + NAME + "(?:: (.*))?$");
    private static final Pattern FRAME =
            Pattern.compile("^\\s+(?:at .+\\(.*\\)|\\.\\.\\. \\d+ (?:more|common frames omitted))$");
    private static final Pattern PYTHON_HEAD = Pattern.compile("^Traceback \\(most recent call last\\):$");
    private static final Pattern PYTHON_END =
            Pattern.compile("^([A-Za-z_][\\w.]*(?:Error|Exception|Exit|Interrupt|Warning)?)(?:: (.*))?$");

    /** The one that ended the application: the last trace in the log, and in it the last cause. */
    static Optional<Thrown> last(List<String> log) {
        Optional<Thrown> python = lastPython(log);
        Optional<Thrown> java = lastJava(log);
        if (python.isPresent() && java.isPresent()) {
            // Py4J's error only wraps what went wrong in the JVM; any other Python error is the application's own.
            return python.get().exception().endsWith("Py4JJavaError") ? java : python;
        }
        return python.isPresent() ? python : java;
    }

    /** Whether a Python traceback is in the log. */
    static boolean hasPython(List<String> log) {
        return lastPython(log).isPresent();
    }

    private static Optional<Thrown> lastJava(List<String> log) {
        for (int i = log.size() - 1; i >= 0; i--) {
            Matcher cause = CAUSE.matcher(log.get(i));
            if (cause.matches()) {
                return Optional.of(of(cause, i));
            }
            Matcher head = HEAD.matcher(log.get(i));
            if (head.matches() && followedByFrame(log, i)) {
                return Optional.of(of(head, i));
            }
        }
        return Optional.empty();
    }

    private static boolean followedByFrame(List<String> log, int head) {
        // Messages may run over several lines before the first frame.
        for (int i = head + 1; i < log.size() && i <= head + 12; i++) {
            if (FRAME.matcher(log.get(i)).matches()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Thrown> lastPython(List<String> log) {
        for (int i = log.size() - 1; i >= 0; i--) {
            if (PYTHON_HEAD.matcher(log.get(i)).matches()) {
                return pythonEnd(log, i);
            }
        }
        return Optional.empty();
    }

    private static Optional<Thrown> pythonEnd(List<String> log, int head) {
        for (int i = head + 1; i < log.size(); i++) {
            String line = log.get(i);
            Matcher end = PYTHON_END.matcher(line);
            if (!line.startsWith(" ") && end.matches()) {
                return Optional.of(of(end, i));
            }
        }
        return Optional.empty();
    }

    private static Thrown of(Matcher match, int line) {
        String message = match.group(2);
        return new Thrown(match.group(1), message == null ? "" : message.strip(), line);
    }
}
