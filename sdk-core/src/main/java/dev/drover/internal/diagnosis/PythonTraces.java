package dev.drover.internal.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads tracebacks of Python. */
final class PythonTraces {
    /** How an error of syntax begins, which has no traceback. */
    private static final Pattern FILE = Pattern.compile("^  File \"[^\"]*+\", line \\d++$");

    private static final Pattern END = Pattern.compile("^([A-Za-z_][\\w.]*+)(?:: ?(.*))?$");
    private static final Pattern PY4J = Pattern.compile("\\bPy4J(?:Java|Network)?Error$");

    /** {@code raise ... from ...}: what stands above is the cause. */
    private static final String CAUSED = "The above exception was the direct cause of the following exception:";

    /** The handler of what stands above failed by itself. */
    private static final String IN_HANDLER = "During handling of the above exception, another exception occurred:";

    private static final int LONGEST_MESSAGE = 40;
    /** A driver, its JVM, a worker: real traces nest three deep. */
    private static final int DEEPEST = 8;

    private PythonTraces() {}

    /** The traceback, with those chained to it, that begins at a line. */
    static Optional<Trace> at(List<String> log, int line) {
        return within(log, line, 0);
    }

    /**
     * The same inside another trace.
     *
     * @param depth how many traces it is nested in
     */
    static Optional<Trace> within(List<String> log, int line, int depth) {
        if (!Lines.beginsPython(log.get(line)) && !FILE.matcher(log.get(line)).matches()) {
            return Optional.empty();
        }
        return end(log, line + 1).map(thrown -> follow(log, thrown, depth));
    }

    /** The line that names the exception: the first that is not indented. */
    private static Optional<Thrown> end(List<String> log, int from) {
        for (int line = from; line < log.size(); line++) {
            String text = log.get(line);
            if (!text.isBlank() && !text.startsWith(" ")) {
                Matcher end = END.matcher(text);
                return end.matches()
                        ? Optional.of(Thrown.of(end.group(1), end.group(2) == null ? "" : end.group(2), line))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Trace follow(List<String> log, Thrown first, int depth) {
        List<Thrown> chain = new ArrayList<>(List.of(first));
        boolean caused = false;
        boolean inHandler = false;
        int line = first.line() + 1;
        int limit = line + LONGEST_MESSAGE;
        while (line < Math.min(log.size(), limit)) {
            String text = log.get(line);
            if (Lines.level(text).isPresent() || Lines.isFrame(text)) {
                break;
            }
            caused |= text.equals(CAUSED);
            inHandler |= text.equals(IN_HANDLER);
            Optional<Thrown> next = Lines.beginsPython(text) ? end(log, line + 1) : Optional.empty();
            if (next.isPresent()) {
                place(chain, next.get(), caused, inHandler);
                caused = false;
                inHandler = false;
                line = next.get().line();
                limit = line + LONGEST_MESSAGE;
            } else if (text.startsWith(": ") && depth < DEEPEST && wrapsJava(chain)) {
                Optional<Trace> java = JavaTraces.ofPy4J(log, line, depth + 1);
                java.ifPresent(trace -> chain.addAll(trace.chain()));
                line = java.map(Trace::end).orElse(line + 1);
                break;
            } else if (lacksMessage(log, chain.get(chain.size() - 1)) && !text.isBlank()) {
                chain.set(chain.size() - 1, chain.get(chain.size() - 1).withMessage(text));
            }
            line++;
        }
        return new Trace(Weight.ENDED, chain, Math.min(line, log.size()));
    }

    /** Python shows causes first; a traceback inside a message comes from a worker, and is a cause too. */
    private static void place(List<Thrown> chain, Thrown next, boolean caused, boolean inHandler) {
        if (inHandler) {
            chain.clear();
        }
        chain.add(caused ? 0 : chain.size(), next);
    }

    /** It begins on a later line than its exception's name. */
    private static boolean lacksMessage(List<String> log, Thrown thrown) {
        return thrown.message().isEmpty()
                && log.get(thrown.line()).stripTrailing().endsWith(":");
    }

    private static boolean wrapsJava(List<Thrown> chain) {
        return chain.get(chain.size() - 1)
                .exception()
                .filter(name -> PY4J.matcher(name).find())
                .isPresent();
    }
}
