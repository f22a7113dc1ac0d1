package dev.drover.internal.pipeline.report;

import dev.drover.internal.pipeline.report.Ticks.Tick;
import dev.drover.internal.pipeline.report.TimeScale.Stretch;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.ClusterReport;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.StepReport;
import dev.drover.pipeline.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A report's clusters and steps over time, as SVG. */
final class Timeline {
    private static final double WIDTH = 1180;
    private static final double LABELS = 250;
    /** For the time that the last bar took, behind it. */
    private static final double MARGIN = 136;

    private static final double AXIS = 46;
    private static final double ROW = 26;
    private static final double BAR = 14;
    private static final double THINNEST = 3;
    private static final int LONGEST_LABEL = 29;

    private final PipelineReport report;
    private final TimeScale scale;
    private final Markup svg = new Markup();
    private double top = AXIS;

    private Timeline(PipelineReport report) {
        this.report = report;
        this.scale = TimeScale.of(report, LABELS, WIDTH - MARGIN);
    }

    static String of(PipelineReport report) {
        return new Timeline(report).drawn();
    }

    private String drawn() {
        int rows = report.clusters().size() + report.steps().size();
        double height = AXIS + ROW * rows + 8;
        svg.open(
                "svg",
                "viewBox",
                "0 0 " + number(WIDTH) + " " + number(height),
                "width",
                number(WIDTH),
                "height",
                number(height),
                "role",
                "img",
                "aria-label",
                "Steps of the pipeline over time; the table below says the same");
        hatching();
        axis(height);
        report.clusters().forEach(this::cluster);
        report.steps().forEach(this::step);
        return svg.close().toString();
    }

    private void hatching() {
        svg.open("defs")
                .open(
                        "pattern",
                        "id",
                        "hatch",
                        "width",
                        "5",
                        "height",
                        "5",
                        "patternUnits",
                        "userSpaceOnUse",
                        "patternTransform",
                        "rotate(45)")
                .empty("rect", "width", "5", "height", "5", "class", "hatch-ground")
                .empty("rect", "width", "2", "height", "5", "class", "hatch-line")
                .close()
                .close()
                .line();
    }

    private void axis(double height) {
        Instant shown = Instant.MIN;
        for (Stretch stretch : scale.stretches()) {
            if (!Words.day(stretch.from()).equals(shown.equals(Instant.MIN) ? "" : Words.day(shown))) {
                text(stretch.left(), 12, Words.day(stretch.from()), "day");
            }
            shown = stretch.to();
            for (Tick tick : Ticks.of(stretch)) {
                svg.empty(
                        "line",
                        "x1",
                        number(tick.x()),
                        "x2",
                        number(tick.x()),
                        "y1",
                        number(AXIS - 8),
                        "y2",
                        number(height - 4),
                        "class",
                        "grid");
                text(tick.x() + 3, AXIS - 14, tick.label(), "tick");
            }
            svg.line();
        }
        cuts(height);
    }

    /** The times that were cut out, each with its length. */
    private void cuts(double height) {
        for (int i = 1; i < scale.stretches().size(); i++) {
            Stretch before = scale.stretches().get(i - 1);
            Stretch after = scale.stretches().get(i);
            svg.open("g")
                    .element("title", "Nothing was done for " + pause(before, after))
                    .empty(
                            "rect",
                            "x",
                            number(before.right()),
                            "y",
                            number(AXIS - 8),
                            "width",
                            number(after.left() - before.right()),
                            "height",
                            number(height - AXIS + 4),
                            "class",
                            "cut")
                    .close();
            text((before.right() + after.left()) / 2, 30, "+ " + pause(before, after), "cut-label");
            svg.line();
        }
    }

    private static String pause(Stretch before, Stretch after) {
        return Words.duration(Duration.between(before.to(), after.from()));
    }

    private void cluster(ClusterReport cluster) {
        Instant end = cluster.endedAt().orElse(report.endedAt().orElse(report.at()));
        Instant ready = cluster.readyAt().orElse(end);
        label("\u2601", "cluster", cluster.id().name(), cluster.id().toString(), "quiet");
        String until = cluster.endedAt().map(at -> "ended " + Words.moment(at)).orElse("not ended");
        String told = "Cluster " + cluster.id() + "\nasked for " + Words.moment(cluster.askedAt())
                + cluster.readyAt()
                        .map(at -> "\nready after " + Words.duration(Duration.between(cluster.askedAt(), at)))
                        .orElse("\nnever ready")
                + "\n" + until;
        svg.open("g").element("title", told);
        bar(cluster.askedAt(), ready, "waits");
        if (cluster.readyAt().isPresent()) {
            bar(ready, end, "bar cluster");
        }
        behind(end, Words.duration(Duration.between(cluster.askedAt(), end)), "quiet");
        svg.close().line();
        top += ROW;
    }

    private void step(StepReport step) {
        label(Words.sign(step.state()), Words.tone(step.state()), step.name(), step.name(), Words.tone(step.state()));
        if (step.attempts().isEmpty()) {
            text(LABELS + 6, top + ROW / 2 + 4, Words.word(step.state()), "quiet small");
        }
        for (AttemptReport attempt : step.attempts()) {
            attempt(step, attempt);
        }
        step.latest()
                .ifPresent(
                        last -> behind(last.endedAt().orElse(report.at()), told(step, last), Words.tone(step.state())));
        svg.line();
        top += ROW;
    }

    private String told(StepReport step, AttemptReport last) {
        String took = Words.duration(last.took(report.at()));
        boolean plain = step.state() == StepState.SUCCEEDED || step.state() == StepState.RUNNING;
        String exit = last.exitCode().isPresent() && last.exitCode().getAsInt() != 0
                ? ", exit " + last.exitCode().getAsInt()
                : "";
        return plain ? took : took + exit;
    }

    private void attempt(StepReport step, AttemptReport attempt) {
        Instant end = attempt.endedAt().orElse(report.at());
        Instant runs = attempt.startedAt().orElse(attempt.state() == StepState.QUEUED ? end : attempt.submittedAt());
        svg.open("g").element("title", title(step, attempt));
        if (runs.isAfter(attempt.submittedAt())) {
            bar(attempt.submittedAt(), runs, "waits");
        }
        if (end.isAfter(runs) || attempt.state() != StepState.QUEUED) {
            bar(runs, end, "bar " + Words.tone(attempt.state()));
        }
        svg.close();
    }

    private String title(StepReport step, AttemptReport attempt) {
        return step.name() + (attempt.number() > 0 ? ", attempt " + attempt.number() : "") + ": "
                + Words.word(attempt.state())
                + "\nsubmitted " + Words.moment(attempt.submittedAt())
                + attempt.queued(report.at())
                        .map(time -> "\nin the queue for " + Words.duration(time))
                        .orElse("")
                + "\ntook " + Words.duration(attempt.took(report.at()))
                + attempt.job().map(job -> "\n" + job).orElse("");
    }

    private void label(String sign, String tone, String name, String whole, String nameTone) {
        double base = top + ROW / 2 + 4;
        text(4, base, sign, "sign " + tone);
        svg.open("text", "x", "24", "y", number(base), "class", nameTone.equals("idle") ? "name quiet" : "name")
                .element("title", whole)
                .text(shortened(name))
                .close();
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_LABEL
                ? name
                : name.substring(0, LONGEST_LABEL / 2) + "\u2026"
                        + name.substring(name.length() - LONGEST_LABEL / 2 + 1);
    }

    private void bar(Instant from, Instant to, String style) {
        double left = scale.x(from);
        svg.empty(
                "rect",
                "x",
                number(left),
                "y",
                number(top + (ROW - BAR) / 2),
                "width",
                number(Math.max(THINNEST, scale.x(to) - left)),
                "height",
                number(BAR),
                "rx",
                "2",
                "class",
                style);
    }

    private void behind(Instant end, String text, String tone) {
        text(Math.max(scale.x(end), LABELS) + 8, top + ROW / 2 + 4, text, "took " + tone);
    }

    private void text(double x, double y, String text, String style) {
        svg.element("text", text, "x", number(x), "y", number(y), "class", style);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }
}
