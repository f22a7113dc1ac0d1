package dev.drover.internal.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the exceptions in a log, and among them the one that ended the application. */
final class Traces {

    private Traces() {}

    /** All, oldest first. */
    static List<Trace> in(List<String> log) {
        List<Trace> all = new ArrayList<>();
        int line = 0;
        while (line < log.size()) {
            Optional<Trace> trace = at(log, line);
            trace.map(Traces::weighed).ifPresent(all::add);
            line = trace.map(Trace::end).orElse(line + 1);
        }
        return all;
    }

    private static Optional<Trace> at(List<String> log, int line) {
        return JavaTraces.at(log, line).or(() -> PythonTraces.at(log, line)).or(() -> Statements.at(log, line));
    }

    private static Trace weighed(Trace trace) {
        return trace.weight() != Weight.MENTIONED && Aftermath.matches(trace)
                ? trace.withWeight(Weight.AFTERMATH)
                : trace;
    }

    /** The weightiest, and among equals the last; what was only mentioned does not count. */
    static Optional<Trace> decisive(List<String> log) {
        return in(log).stream()
                .filter(trace -> trace.weight() != Weight.MENTIONED)
                .reduce((one, later) -> later.weight().compareTo(one.weight()) >= 0 ? later : one);
    }
}
