package dev.drover.internal.pipeline.report;

import dev.drover.RootCause;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.SessionReport;
import dev.drover.pipeline.StepReport;
import dev.drover.pipeline.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A report as one HTML file: first what came of it, then why, then when, then all of it. */
public final class ReportHtml {
    private static final String NOTHING = "\u2013";

    /** What people look for first stands first. */
    private static final List<StepState> BY_WEIGHT = List.of(
            StepState.FAILED,
            StepState.TIMED_OUT,
            StepState.LOST,
            StepState.UNKNOWN,
            StepState.WARNED,
            StepState.CANCELLED,
            StepState.RUNNING,
            StepState.QUEUED,
            StepState.SUCCEEDED,
            StepState.SKIPPED,
            StepState.WAITING);

    private final PipelineReport report;
    private final Markup page = new Markup();

    private ReportHtml(PipelineReport report) {
        this.report = report;
    }

    public static String of(PipelineReport report) {
        return new ReportHtml(report).written();
    }

    private String written() {
        page.raw("<!DOCTYPE html>\n")
                .open("html", "lang", "en")
                .line()
                .open("head")
                .line();
        page.raw("<meta charset=\"utf-8\">\n");
        page.open("meta", "http-equiv", "Content-Security-Policy", "content", ReportStyle.policy());
        page.forget().line();
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.element("title", report.name() + ": " + Words.word(report.state())).line();
        page.open("style").raw(ReportStyle.CSS).close().line();
        page.close().line().open("body").open("main").line();
        head();
        notices();
        problems();
        timeline();
        steps();
        sessions();
        page.element(
                        "footer",
                        "As of " + Words.moment(report.at()) + ". All times are UTC. Written by Drover; this file needs"
                                + " nothing else and runs no scripts.")
                .line();
        return page.close().close().close().line().toString();
    }

    private void head() {
        page.open("header")
                .element("h1", report.name())
                .element("span", Words.word(report.state()), "class", "badge " + Words.tone(report.state()))
                .close()
                .line();
        page.open("dl", "class", "facts");
        fact("Steps", counts());
        fact("Key", report.key().toString());
        fact("Runs on", report.target());
        fact("Began", Words.moment(report.startedAt()));
        report.endedAt().ifPresent(at -> fact("Ended", Words.moment(at)));
        fact("Took", took());
        page.close().line();
        report.message().ifPresent(message -> page.element("p", message, "class", Words.tone(report.state())));
    }

    private void fact(String name, String value) {
        page.open("div").element("dt", name).element("dd", value).close();
    }

    private String took() {
        Duration work = Duration.ZERO;
        for (SessionReport session : report.sessions()) {
            work = work.plus(
                    Duration.between(session.startedAt(), session.endedAt().orElse(report.at())));
        }
        int sessions = report.sessions().size();
        return Words.duration(work) + (sessions > 1 ? ", in " + sessions + " sessions" : "");
    }

    private String counts() {
        return BY_WEIGHT.stream()
                .map(state -> Map.entry(
                        state,
                        report.steps().stream()
                                .filter(step -> step.state() == state)
                                .count()))
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + Words.word(count.getKey()))
                .collect(Collectors.joining(", "));
    }

    private void notices() {
        if (!report.notices().isEmpty()) {
            page.open("section").element("h2", "To know").open("ul", "class", "notices");
            report.notices().forEach(notice -> page.element("li", notice));
            page.close().close().line();
        }
    }

    // Why

    private void problems() {
        List<StepReport> problems = report.steps().stream()
                .filter(ReportHtml::isProblem)
                .sorted(Comparator.comparingInt(step -> BY_WEIGHT.indexOf(step.state())))
                .toList();
        if (problems.isEmpty()) {
            return;
        }
        boolean failed = report.steps().stream()
                .anyMatch(step -> Words.tone(step.state()).equals("bad"));
        page.open("section")
                .element("h2", failed ? "What went wrong" : "What to look at")
                .line();
        problems.forEach(this::problem);
        page.close().line();
    }

    private static boolean isProblem(StepReport step) {
        return switch (step.state()) {
            case WARNED, FAILED, TIMED_OUT, LOST, UNKNOWN, CANCELLED -> true;
            case WAITING, QUEUED, RUNNING, SUCCEEDED, SKIPPED -> false;
        };
    }

    private void problem(StepReport step) {
        page.open("div", "class", "problem " + Words.tone(step.state()));
        page.open("h3")
                .element("span", Words.sign(step.state()) + " " + step.name(), "class", Words.tone(step.state()))
                .element("span", " " + summary(step), "class", "quiet")
                .close();
        step.message().ifPresent(message -> page.element("p", message));
        step.latest().ifPresent(last -> {
            last.message().ifPresent(message -> page.element("p", message));
            last.cause().ifPresent(this::cause);
        });
        page.close().line();
    }

    private static String summary(StepReport step) {
        Optional<AttemptReport> last = step.latest();
        String exit = last.filter(attempt -> attempt.exitCode().isPresent())
                .map(attempt -> " with exit code " + attempt.exitCode().getAsInt())
                .orElse("");
        int attempts = step.attempts().size();
        return Words.word(step.state()) + exit + (attempts > 1 ? ", after " + attempts + " attempts" : "");
    }

    private void cause(RootCause cause) {
        page.element("p", cause.summary(), "class", "cause");
        if (!cause.lines().isEmpty()) {
            page.open("details", "open", "open")
                    .element("summary", "The log around it")
                    .element("pre", String.join("\n", cause.lines()))
                    .close();
        }
    }

    // When

    private void timeline() {
        page.open("section").element("h2", "Timeline").line();
        page.open("div", "class", "scroll").raw(Timeline.of(report)).close().line();
        page.open("div", "class", "legend");
        legend("waits", "in the queue, or being made");
        legend("bar good", "succeeded");
        legend("bar warn", "warned");
        legend("bar bad", "failed");
        legend("bar live", "running");
        legend("bar idle", "cancelled");
        page.close().close().line();
    }

    private void legend(String style, String words) {
        page.open("span")
                .open("svg", "viewBox", "0 0 22 12", "aria-hidden", "true")
                .empty("rect", "width", "22", "height", "12", "rx", "2", "class", style)
                .close()
                .text(words)
                .close();
    }

    // All of it

    private void steps() {
        page.open("section")
                .element("h2", "Steps")
                .open("div", "class", "scroll")
                .open("table");
        page.open("thead").open("tr").element("th", "Step").element("th", "State");
        page.element("th", "Exit code", "class", "number")
                .element("th", "Attempts", "class", "number")
                .element("th", "Submitted", "class", "number")
                .element("th", "Queued", "class", "number")
                .element("th", "Took", "class", "number")
                .element("th", "Job");
        if (!inOrder()) {
            page.element("th", "After");
        }
        page.close().close().line();
        page.open("tbody").line();
        report.steps().forEach(this::row);
        page.close().close().close().close().line();
    }

    private void row(StepReport step) {
        Optional<AttemptReport> last = step.latest();
        page.open("tr").element("td", step.name(), "class", "name");
        page.element(
                "td",
                Words.sign(step.state()) + " " + Words.word(step.state()),
                "class",
                "nowrap " + Words.tone(step.state()));
        number(last.filter(attempt -> attempt.exitCode().isPresent())
                .map(attempt -> String.valueOf(attempt.exitCode().getAsInt())));
        number(Optional.of(step.attempts().size()).filter(n -> n > 0).map(String::valueOf));
        number(last.map(attempt -> Words.clock(attempt.submittedAt())));
        number(last.flatMap(attempt -> attempt.queued(report.at())).map(Words::duration));
        number(last.map(attempt -> Words.duration(attempt.took(report.at()))));
        page.element(
                "td", last.flatMap(AttemptReport::job).map(Object::toString).orElse(""), "class", "id");
        if (!inOrder()) {
            page.element("td", String.join(", ", step.after()), "class", "quiet");
        }
        page.close().line();
    }

    /** Whether each step comes after the one above it: then nobody needs to be told. */
    private boolean inOrder() {
        for (int i = 0; i < report.steps().size(); i++) {
            List<String> above =
                    i == 0 ? List.of() : List.of(report.steps().get(i - 1).name());
            if (!report.steps().get(i).after().equals(above)) {
                return false;
            }
        }
        return true;
    }

    private void number(Optional<String> value) {
        page.element("td", value.orElse(NOTHING), "class", "number");
    }

    private void sessions() {
        if (report.sessions().size() < 2) {
            return;
        }
        page.open("section")
                .element("h2", "Sessions")
                .open("div", "class", "scroll")
                .open("table");
        page.open("thead")
                .open("tr")
                .element("th", "Began")
                .element("th", "Ended")
                .element("th", "Took");
        page.element("th", "How")
                .element("th", "By")
                .close()
                .close()
                .open("tbody")
                .line();
        for (SessionReport session : report.sessions()) {
            Instant end = session.endedAt().orElse(report.at());
            page.open("tr")
                    .element("td", Words.moment(session.startedAt()), "class", "nowrap")
                    .element("td", session.endedAt().map(Words::moment).orElse(NOTHING), "class", "nowrap")
                    .element("td", Words.duration(Duration.between(session.startedAt(), end)), "class", "nowrap")
                    .element("td", Words.word(session.state()), "class", Words.tone(session.state()))
                    .element("td", session.holder(), "class", "id")
                    .close()
                    .line();
        }
        page.close().close().close().close().line();
    }
}
