package dev.drover.testkit.fault;

import dev.drover.spi.Safety;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** One line of a {@link FaultScript}, which guards it. */
final class FaultRule {
    private final Predicate<MemCall> matches;
    private final Fault fault;
    private final OptionalInt times;
    private final Optional<Instant> end;
    private final String words;
    private int skip;
    private int fired;

    /**
     * A rule.
     *
     * @param skip how many matching calls go well before
     * @param times how often it fires; empty for ever
     * @param end when it is over
     */
    FaultRule(
            Predicate<MemCall> matches, Fault fault, int skip, OptionalInt times, Optional<Instant> end, String words) {
        this.matches = matches;
        this.fault = fault;
        this.skip = skip;
        this.times = times;
        this.end = end;
        this.words = words;
    }

    Optional<Fault> meet(MemCall call, Instant now) {
        boolean over = end.isPresent() && !now.isBefore(end.get());
        boolean spent = times.isPresent() && fired >= times.getAsInt();
        if (over || spent || !suits(call) || !matches.test(call)) {
            return Optional.empty();
        }
        if (skip > 0) {
            skip--;
            return Optional.empty();
        }
        fired++;
        return Optional.of(fault);
    }

    /** A fault that would change nothing about a call waits for one where it does. */
    private boolean suits(MemCall call) {
        if (fault instanceof Fault.StaleRead) {
            return call.request().safety() == Safety.READ;
        }
        return !(fault instanceof Fault.CannotTell) || call.looksUp();
    }

    boolean unused() {
        return fired < times.orElse(1);
    }

    @Override
    public String toString() {
        String often = times.isPresent() ? times.getAsInt() + (times.getAsInt() == 1 ? " time" : " times") : "always";
        return words + ": " + fault + ", " + often + ", came to pass " + fired + (fired == 1 ? " time" : " times");
    }
}
