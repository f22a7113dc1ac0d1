package dev.drover.internal.pipeline.report;

import dev.drover.pipeline.ClusterReport;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.SessionReport;
import dev.drover.pipeline.StepReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where moments stand on a line. Long times in which nothing happened, as before a resume, are cut out. */
final class TimeScale {
    private static final double CUT_WIDTH = 36;
    private static final Duration SHORTEST_CUT = Duration.ofMinutes(1);
    /** A pause shorter than this part of all work is drawn as it is. */
    private static final int PART = 10;

    private final List<Stretch> stretches;

    /** A time in which something happened, and where it stands. */
    record Stretch(Instant from, Instant to, double left, double right) {
        boolean holds(Instant at) {
            return !at.isBefore(from) && !at.isAfter(to);
        }

        double x(Instant at) {
            long length = Math.max(1, Duration.between(from, to).toMillis());
            return left + (right - left) * Duration.between(from, at).toMillis() / length;
        }
    }

    private record Span(Instant from, Instant to) {
        Duration length() {
            return Duration.between(from, to);
        }
    }

    private TimeScale(List<Stretch> stretches) {
        this.stretches = stretches;
    }

    static TimeScale of(PipelineReport report, double left, double right) {
        List<Span> spans = merged(spans(report));
        Duration work = spans.stream().map(Span::length).reduce(Duration.ofMillis(1), Duration::plus);
        double width = (right - left - CUT_WIDTH * (spans.size() - 1)) / work.toMillis();
        List<Stretch> stretches = new ArrayList<>();
        double x = left;
        for (Span span : spans) {
            double end = x + width * span.length().toMillis();
            stretches.add(new Stretch(span.from(), span.to(), x, end));
            x = end + CUT_WIDTH;
        }
        return new TimeScale(stretches);
    }

    private static List<Span> spans(PipelineReport report) {
        List<Span> spans = new ArrayList<>();
        for (SessionReport session : report.sessions()) {
            spans.add(new Span(session.startedAt(), session.endedAt().orElse(report.at())));
        }
        for (ClusterReport cluster : report.clusters()) {
            // A cluster that lives on through a pause does not make it work.
            spans.add(new Span(cluster.askedAt(), cluster.readyAt().orElse(cluster.askedAt())));
        }
        for (StepReport step : report.steps()) {
            step.attempts()
                    .forEach(attempt -> spans.add(
                            new Span(attempt.submittedAt(), attempt.endedAt().orElse(report.at()))));
        }
        if (spans.isEmpty()) {
            spans.add(new Span(report.at(), report.at()));
        }
        return spans;
    }

    private static List<Span> merged(List<Span> spans) {
        List<Span> sorted =
                spans.stream().sorted(Comparator.comparing(Span::from)).toList();
        Duration work = Duration.ZERO;
        for (Span span : sorted) {
            work = work.plus(span.length());
        }
        Duration part = work.dividedBy(PART);
        Duration cut = part.compareTo(SHORTEST_CUT) > 0 ? part : SHORTEST_CUT;
        List<Span> merged = new ArrayList<>();
        for (Span span : sorted) {
            @Nullable Span last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && !span.from().isAfter(last.to().plus(cut))) {
                merged.set(
                        merged.size() - 1, new Span(last.from(), span.to().isAfter(last.to()) ? span.to() : last.to()));
            } else {
                merged.add(span);
            }
        }
        return merged;
    }

    List<Stretch> stretches() {
        return stretches;
    }

    double x(Instant at) {
        for (Stretch stretch : stretches) {
            if (at.isBefore(stretch.from())) {
                return stretch.left() - (stretch.equals(stretches.get(0)) ? 0 : CUT_WIDTH / 2);
            }
            if (stretch.holds(at)) {
                return stretch.x(at);
            }
        }
        return stretches.get(stretches.size() - 1).right();
    }
}
