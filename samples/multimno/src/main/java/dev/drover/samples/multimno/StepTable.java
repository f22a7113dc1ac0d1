package dev.drover.samples.multimno;

import dev.drover.JobId;
import dev.drover.RootCause;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.StepReport;

/** What became of each component, and why. */
final class StepTable {
    private static final String ROW = "  %-20s  %-10s  %4s  %8s  %6s  %s%n";

    private StepTable() {}

    static void show(PipelineReport report) {
        System.out.printf("%n" + ROW, "component", "state", "exit", "attempts", "took", "job");
        System.out.printf(ROW, "--------------------", "----------", "----", "--------", "------", "---");
        report.steps().forEach(step -> row(report, step));
        System.out.printf("%n%s (%s): %s%n", report.name(), report.key(), report.state());
        report.message().ifPresent(System.out::println);
        report.steps().forEach(StepTable::why);
    }

    private static void row(PipelineReport report, StepReport step) {
        System.out.printf(
                ROW,
                step.name(),
                step.state(),
                step.latest()
                        .filter(attempt -> attempt.exitCode().isPresent())
                        .map(attempt -> String.valueOf(attempt.exitCode().getAsInt()))
                        .orElse(""),
                step.attempts().size(),
                step.latest()
                        .map(attempt -> attempt.took(report.at()).toSeconds() + " s")
                        .orElse(""),
                step.latest().flatMap(AttemptReport::job).map(JobId::toString).orElse(""));
    }

    private static void why(StepReport step) {
        step.latest()
                .flatMap(AttemptReport::cause)
                .map(RootCause::summary)
                .ifPresent(cause -> System.out.println(step.name() + ": " + cause));
    }
}
