package dev.drover.cli.command;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import dev.drover.cli.output.Answer;
import dev.drover.pipeline.PipelineReport;
import dev.drover.task.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how a run of a pipeline stands. */
@Command(
        name = "status",
        description = "Shows how a run of a pipeline stands, whoever carries it on.",
        footer = {"", "Example:", "  drover pipeline status --key multimno/2026-11-21"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class PipelineStatus extends Verb {
    @Option(names = "--key", required = true, paramLabel = "KEY", description = "The run's key.")
    private RequestKey key;

    @Override
    Answer run(Session session) {
        return Pipelines.answer(find(session.drover(), key), session).ending(ExitCode.DONE);
    }

    /** What is on record of a run. */
    static PipelineReport find(Drover drover, RequestKey key) {
        DurableLedger.require(drover, "nothing is on record of pipelines that other processes ran");
        return drover.pipelines()
                .find(key)
                .orElseThrow(() -> new DroverException(
                        ErrorCode.NOT_FOUND, "No pipeline was run under key " + key + ", as far as is on record."));
    }
}
