package dev.drover.internal.diagnosis;

import java.util.List;
import java.util.Optional;

/** The end of one log, with what in it had most to do with the application's end. */
record Log(List<String> lines, Optional<Trace> decisive) {

    static Log of(List<String> lines) {
        return new Log(lines, Traces.decisive(lines));
    }

    Weight weight() {
        return decisive.map(Trace::weight).orElse(Weight.MENTIONED);
    }
}
