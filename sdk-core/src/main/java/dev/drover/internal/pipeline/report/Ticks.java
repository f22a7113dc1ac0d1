package dev.drover.internal.pipeline.report;

import dev.drover.internal.pipeline.report.TimeScale.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Round moments on a line, far enough apart to be read. */
final class Ticks {
    private static final double CLOSEST = 84;
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7));

    private Ticks() {}

    record Tick(double x, String label) {}

    static List<Tick> of(Stretch stretch) {
        double perMilli = (stretch.right() - stretch.left())
                / Math.max(1, Duration.between(stretch.from(), stretch.to()).toMillis());
        Duration step = STEPS.stream()
                .filter(each -> each.toMillis() * perMilli >= CLOSEST)
                .findFirst()
                .orElse(Duration.ofDays(30));
        List<Tick> ticks = new ArrayList<>();
        Instant at = Instant.ofEpochSecond(
                Math.floorDiv(stretch.from().getEpochSecond(), step.toSeconds()) * step.toSeconds());
        for (; !at.isAfter(stretch.to()); at = at.plus(step)) {
            if (!at.isBefore(stretch.from())) {
                ticks.add(new Tick(stretch.x(at), label(at, step)));
            }
        }
        return ticks;
    }

    private static String label(Instant at, Duration step) {
        if (step.compareTo(Duration.ofDays(1)) >= 0) {
            return Words.day(at);
        }
        return step.compareTo(Duration.ofMinutes(1)) < 0 ? Words.clock(at) : Words.minutes(at);
    }
}
