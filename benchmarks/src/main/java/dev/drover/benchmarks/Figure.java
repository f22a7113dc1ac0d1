package dev.drover.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * One line of what a benchmark found: a subject that did a task, and what that took.
 *
 * @param wanted how many times better than this Drover is wanted to be
 */
record Figure(
        String what, String subject, Role role, Sample sample, String unit, Better better, Optional<Double> wanted) {

    /** What a subject is to Drover. */
    enum Role {
        OURS,
        PEER,
        /** Nobody's: a bound that was set. */
        LIMIT,
        /** To be read beside the others, not to be compared. */
        NOTE
    }

    /** Which values are the better ones. */
    enum Better {
        LESS,
        MORE
    }

    /** How many times better this is than another that did the same: 2 is half the time, or twice the rate. */
    double advantageOver(Figure other) {
        double mine = sample.median();
        double its = other.sample.median();
        if (mine == its) {
            return 1;
        }
        return better == Better.LESS ? its / mine : mine / its;
    }

    /** As benchmarks/figures.py reads it. */
    String line() {
        boolean several = sample.size() > 1;
        return String.join(
                "\t",
                what,
                subject,
                role.name(),
                plain(sample.median()),
                unit,
                better.name(),
                several ? plain(sample.low()) : "",
                several ? plain(sample.high()) : "",
                wanted.map(Figure::plain).orElse(""));
    }

    private static String plain(double value) {
        return new BigDecimal(value)
                .round(new MathContext(8))
                .stripTrailingZeros()
                .toPlainString();
    }
}
