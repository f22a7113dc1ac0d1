package dev.drover.cli.command;

import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Screen;
import dev.drover.cli.output.Table;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineRun;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.StepReport;
import dev.drover.task.ExitCode;
import java.time.Duration;

/** Runs of pipelines: how they are carried on here, and shown. */
final class Pipelines {
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    private Pipelines() {}

    /** Carries a run on until it has ended, or the user interrupts. */
    static Answer carryOn(PipelineRun run, PipelineWish wish, Pipeline pipeline, Session session) throws Exception {
        pipeline.notices().forEach(session.screen()::note);
        try (run) {
            PipelineReport report =
                    session.interrupts().during(() -> run.await(FOR_EVER), () -> detached(run, wish, session));
            return answer(report, session);
        }
    }

    private static int detached(PipelineRun run, PipelineWish wish, Session session) {
        Screen screen = session.screen();
        run.close();
        screen.note("Let go of the pipeline: jobs that run go on, and no further step begins.");
        screen.note(
                "Go on with the same options: " + session.command("pipeline resume", wish.file(), "--key", wish.key()));
        screen.show(Answer.of(document(run.report()).with("detached", true), unused -> {}));
        return ExitCode.UNKNOWN.code();
    }

    /** Shows a run. */
    static Answer answer(PipelineReport report, Session session) {
        report.message().ifPresent(session.screen()::note);
        report.notices().forEach(session.screen()::note);
        return Answer.of(document(report), screen -> {
                    screen.line(report.name() + " (" + report.key() + "): " + report.state());
                    screen.table(table(report));
                })
                .ending(exit(report.state()));
    }

    private static ExitCode exit(PipelineState state) {
        return switch (state) {
            case SUCCEEDED -> ExitCode.DONE;
            case WARNED, FAILED, CANCELLED, TIMED_OUT -> ExitCode.FAILED;
            case RUNNING, INTERRUPTED -> ExitCode.UNKNOWN;
        };
    }

    private static Table table(PipelineReport report) {
        Table table = new Table("STEP", "STATE", "ATTEMPT", "TOOK", "JOB", "WHY");
        for (StepReport step : report.steps()) {
            table.row(
                    step.name(),
                    step.state(),
                    step.latest().map(AttemptReport::number),
                    step.latest().map(attempt -> attempt.took(report.at()).toSeconds() + " s"),
                    step.latest().flatMap(AttemptReport::job),
                    step.message().or(() -> step.latest().flatMap(Pipelines::why)));
        }
        return table;
    }

    private static java.util.Optional<String> why(AttemptReport attempt) {
        return attempt.cause().map(cause -> cause.summary()).or(attempt::message);
    }

    private static Document document(PipelineReport report) {
        return new Document()
                .with("key", report.key())
                .with("name", report.name())
                .with("state", report.state())
                .with("target", report.target())
                .with("startedAt", report.startedAt())
                .with("endedAt", report.endedAt())
                .with("message", report.message())
                .with("notices", report.notices())
                .with("steps", report.steps().stream().map(Pipelines::document).toList());
    }

    private static Document document(StepReport step) {
        return new Document()
                .with("name", step.name())
                .with("state", step.state())
                .with("attempts", step.attempts().size())
                .with("job", step.latest().flatMap(AttemptReport::job))
                .with(
                        "exitCode",
                        step.latest()
                                .flatMap(attempt ->
                                        attempt.exitCode().stream().boxed().findFirst()))
                .with("message", step.message().or(() -> step.latest().flatMap(Pipelines::why)));
    }
}
