package dev.drover.internal.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads stack traces of the JVM. */
final class JavaTraces {
    private static final String NAME = "((?:[A-Za-z_$][\\w$]*+\\.)++[A-Za-z_$][\\w$]*+)";
    private static final String SAID = "(?:: ?(.*))?$";

    private static final Pattern UNCAUGHT = Pattern.compile("^Exception in thread \"([^\"]*+)\" ([^\\s:]++)" + SAID);
    private static final Pattern BARE = Pattern.compile("^" + NAME + SAID);
    private static final Pattern PY4J = Pattern.compile("^: " + NAME + SAID);
    /** After what a logger or a scheduler puts before it. */
    private static final Pattern AFTER_COLON = Pattern.compile(": " + NAME + SAID);

    private static final Pattern CAUSE = Pattern.compile("^Caused by: ([^\\s:]++)" + SAID);
    private static final Pattern MAIN_THREAD = Pattern.compile("main|Driver");
    /** How YARN's application master and Spark's own words say that the main class failed. */
    private static final String USER_CLASS = "User class threw exception";
    /** Spark puts the trace of a task into the message of the exception that its failure causes in the driver. */
    private static final Pattern LOST_TASK = Pattern.compile("Lost task \\S++ in stage [^)]*+\\) \\([^)]*+\\): ");

    private static final int LONGEST_MESSAGE = 50;
    private static final int LONGEST_GAP = 4;

    private JavaTraces() {}

    /** The trace that begins at a line, if one does. */
    static Optional<Trace> at(List<String> log, int line) {
        String text = log.get(line);
        Optional<Trace> head = uncaught(text, line)
                .or(() -> cutOff(text, line))
                .or(() -> bare(log, line))
                .or(() -> logged(text, line));
        return head.flatMap(begun -> new Body(log, begun, 0).read());
    }

    /**
     * The trace that Py4J puts below its own error, if it begins at a line.
     *
     * @param depth how many traces it is nested in
     */
    static Optional<Trace> ofPy4J(List<String> log, int line, int depth) {
        Matcher head = PY4J.matcher(log.get(line));
        return head.matches()
                ? new Body(log, head(Weight.ENDED, head.group(1), head.group(2), line), depth).read()
                : Optional.empty();
    }

    private static Optional<Trace> uncaught(String text, int line) {
        Matcher head = UNCAUGHT.matcher(text);
        if (!head.matches()) {
            return Optional.empty();
        }
        boolean main = MAIN_THREAD.matcher(head.group(1)).matches();
        return Optional.of(head(main ? Weight.ENDED : Weight.REPORTED, head.group(2), head.group(3), line));
    }

    /** The log begins within a trace, whose head is lost. */
    private static Optional<Trace> cutOff(String text, int line) {
        Matcher cause = CAUSE.matcher(text);
        return cause.matches()
                ? Optional.of(head(Weight.REPORTED, cause.group(1), cause.group(2), line))
                : Optional.empty();
    }

    private static Optional<Trace> bare(List<String> log, int line) {
        Matcher head = BARE.matcher(log.get(line));
        if (!head.matches()) {
            return Optional.empty();
        }
        String before = line == 0 ? "" : log.get(line - 1);
        return Optional.of(head(weight(before), head.group(1), head.group(2), line));
    }

    private static Optional<Trace> logged(String text, int line) {
        Matcher head = AFTER_COLON.matcher(text);
        return Lines.level(text).isPresent() && head.find()
                ? Optional.of(head(weight(text), head.group(1), head.group(2), line))
                : Optional.empty();
    }

    private static Weight weight(String logged) {
        if (logged.contains(USER_CLASS)) {
            return Weight.ENDED;
        }
        return Lines.level(logged)
                .filter(level -> !level.equals("ERROR") && !level.equals("FATAL"))
                .map(level -> Weight.MENTIONED)
                .orElse(Weight.REPORTED);
    }

    private static Trace head(Weight weight, String exception, String message, int line) {
        return new Trace(weight, links(exception, message, line), line + 1);
    }

    /** The exception, and the one of a task that its message tells of. */
    private static List<Thrown> links(String exception, String message, int line) {
        Thrown thrown = Thrown.of(exception, message == null ? "" : message, line);
        Matcher task = LOST_TASK.matcher(thrown.message());
        if (!task.find()) {
            return List.of(thrown);
        }
        Matcher inner = BARE.matcher(thrown.message().substring(task.end()));
        return inner.matches()
                ? List.of(thrown, Thrown.of(inner.group(1), inner.group(2) == null ? "" : inner.group(2), line))
                : List.of(thrown);
    }

    /** Reads on below the head. Not for use by several threads. */
    private static final class Body {
        private final List<String> log;
        private final Trace head;
        private final int depth;
        private final List<Thrown> chain;
        private boolean frames;
        /** Since the last exception was named, there were only lines of its message. */
        private boolean inMessage = true;

        private int messageLines;
        private int line;

        Body(List<String> log, Trace head, int depth) {
            this.log = log;
            this.head = head;
            this.depth = depth;
            this.chain = new ArrayList<>(head.chain());
            this.line = head.end();
        }

        /** Empty if it was only the name of an exception, with no trace below it. */
        Optional<Trace> read() {
            if (Lines.beginsPython(log.get(head.start()))) {
                python(head.start());
            }
            while (line < log.size() && belongs(log.get(line))) {
                line++;
            }
            boolean told = frames || head.weight() == Weight.ENDED || (line == log.size() && messageLines == 0);
            return told ? Optional.of(new Trace(head.weight(), chain, line)) : Optional.empty();
        }

        private boolean belongs(String text) {
            if (Lines.isFrame(text) || Lines.isSuppressed(text)) {
                frames = true;
                inMessage = false;
                return true;
            }
            if (Lines.isFiller(text)) {
                return inMessage ? ++messageLines <= LONGEST_MESSAGE : goesOn(line + 1);
            }
            Matcher cause = CAUSE.matcher(text);
            if (cause.matches()) {
                chain.addAll(links(cause.group(1), cause.group(2), line));
                inMessage = true;
                messageLines = 0;
                if (Lines.beginsPython(text)) {
                    python(line);
                }
                return true;
            }
            return inMessage && isMessage(text);
        }

        private boolean goesOn(int from) {
            for (int next = from; next < Math.min(log.size(), from + LONGEST_GAP); next++) {
                String text = log.get(next);
                if (!Lines.isFiller(text)) {
                    return Lines.isFrame(text) || CAUSE.matcher(text).matches();
                }
            }
            return false;
        }

        private boolean isMessage(String text) {
            if (++messageLines > LONGEST_MESSAGE
                    || UNCAUGHT.matcher(text).matches()
                    || Lines.level(text).isPresent()) {
                return false;
            }
            if (Lines.beginsPython(text)) {
                python(line);
            } else if (last().message().isEmpty()) {
                chain.set(chain.size() - 1, last().withMessage(text));
            }
            return true;
        }

        private Thrown last() {
            return chain.get(chain.size() - 1);
        }

        private void python(int from) {
            PythonTraces.within(log, from, depth + 1).ifPresent(inner -> {
                chain.addAll(inner.chain());
                line = Math.max(line, inner.end() - 1);
            });
        }
    }
}
