package dev.drover.cli.command;

import dev.drover.cli.output.Answer;
import dev.drover.pipeline.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Begins a run of a pipeline, or goes on with one that has stopped, and waits for its end. */
@Command(
        name = "run",
        description = {
            "Begins a run of a pipeline, or goes on with one that has stopped, and waits for its end.",
            "Ctrl-C lets go: jobs that run go on, and 'resume' takes it up, from any machine that shares the ledger."
        },
        footer = {
            "",
            "Examples:",
            "  drover pipeline run nightly.pipeline.yaml --key nightly/2026-11-21 \\",
            "    --input day=2026-11-21",
            "  drover pipeline run pipeline.json --key multimno/2026-11-21 --pool etl \\",
            "    --main s3://acme/main_multimno.py --workdir /opt/workdir"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class PipelineRunVerb extends Verb {
    @Mixin
    private PipelineWish wish;

    @Override
    Answer run(Session session) throws Exception {
        Pipeline pipeline = wish.pipeline(session.drover());
        return Pipelines.carryOn(session.drover().pipelines().run(pipeline, wish.key()), wish, pipeline, session);
    }
}
