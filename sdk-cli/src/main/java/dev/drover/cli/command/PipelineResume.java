package dev.drover.cli.command;

import dev.drover.cli.output.Answer;
import dev.drover.pipeline.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Goes on with a run at the first steps that have not succeeded, and waits for its end. */
@Command(
        name = "resume",
        description = {
            "Goes on with a run at the first steps that have not succeeded, and waits for its end.",
            "Ctrl-C lets go: jobs that run go on, and 'resume' takes it up, from any machine that shares the ledger."
        },
        footer = {
            "",
            "Examples:",
            "  drover pipeline resume nightly.pipeline.yaml --key nightly/2026-11-21 \\",
            "    --input day=2026-11-21",
            "  drover pipeline resume pipeline.json --key multimno/2026-11-21 --pool etl \\",
            "    --main s3://acme/main_multimno.py --workdir /opt/workdir"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class PipelineResume extends Verb {
    @Mixin
    private PipelineWish wish;

    @Override
    Answer run(Session session) throws Exception {
        Pipeline pipeline = wish.pipeline(session.drover());
        return Pipelines.carryOn(session.drover().pipelines().resume(pipeline, wish.key()), wish, pipeline, session);
    }
}
