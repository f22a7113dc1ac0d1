package dev.drover.benchmarks;

import dev.drover.benchmarks.Figure.Better;
import dev.drover.benchmarks.Figure.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a benchmark found. It is printed for whoever started it, and appended to the file that the environment's {@code
 * DROVER_FIGURES} names, from which {@code benchmarks/run} makes the page.
 */
final class Figures {
    private static final String FILE = "DROVER_FIGURES";

    private final List<Figure> all = new ArrayList<>();

    /** Figures of one task in one unit, which are compared with each other. */
    Task less(String what, String unit) {
        return new Task(what, unit, Better.LESS);
    }

    /** Likewise, where more is better. */
    Task more(String what, String unit) {
        return new Task(what, unit, Better.MORE);
    }

    /** Figures of one task in one unit. */
    final class Task {
        private final String what;
        private final String unit;
        private final Better better;

        private Task(String what, String unit, Better better) {
            this.what = what;
            this.unit = unit;
            this.better = better;
        }

        Task ours(String subject, Sample sample) {
            return add(subject, Role.OURS, sample, Optional.empty());
        }

        Task ours(String subject, Number value) {
            return ours(subject, Sample.of(value.doubleValue()));
        }

        Task peer(String subject, Sample sample) {
            return add(subject, Role.PEER, sample, Optional.empty());
        }

        Task peer(String subject, Number value) {
            return peer(subject, Sample.of(value.doubleValue()));
        }

        /** @param wanted how many times better than this Drover is wanted to be */
        Task peer(String subject, Sample sample, double wanted) {
            return add(subject, Role.PEER, sample, Optional.of(wanted));
        }

        Task peer(String subject, Number value, double wanted) {
            return peer(subject, Sample.of(value.doubleValue()), wanted);
        }

        /** What Drover is wanted not to be worse than. */
        Task limit(double value) {
            return add("limit", Role.LIMIT, Sample.of(value), Optional.of(1.0));
        }

        Task note(String subject, Sample sample) {
            return add(subject, Role.NOTE, sample, Optional.empty());
        }

        Task note(String subject, Number value) {
            return note(subject, Sample.of(value.doubleValue()));
        }

        private Task add(String subject, Role role, Sample sample, Optional<Double> wanted) {
            all.add(new Figure(what, subject, role, sample, unit, better, wanted));
            return this;
        }
    }

    /** To be called once, when all have been found. */
    void report() throws IOException {
        all.forEach(figure -> System.out.println(text(figure)));
        String file = System.getenv(FILE);
        if (file != null) {
            Files.write(
                    Path.of(file),
                    all.stream().map(Figure::line).toList(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private String text(Figure figure) {
        Sample sample = figure.sample();
        String text = String.format(
                Locale.ROOT,
                "%-40s  %-40s  %,14.3f %s",
                figure.what(),
                figure.subject(),
                sample.median(),
                figure.unit());
        if (sample.size() > 1) {
            text += String.format(Locale.ROOT, " (%,.3f to %,.3f)", sample.low(), sample.high());
        }
        if (figure.role() == Role.PEER || figure.role() == Role.LIMIT) {
            for (Figure ours : all) {
                if (ours.role() == Role.OURS
                        && ours.what().equals(figure.what())
                        && ours.unit().equals(figure.unit())) {
                    text += String.format(
                            Locale.ROOT, "  %s: %.2f times better", ours.subject(), ours.advantageOver(figure));
                }
            }
        }
        return text
                + figure.wanted()
                        .map(times -> String.format(Locale.ROOT, "  wanted: %.2f", times))
                        .orElse("");
    }
}
