package dev.drover.cli.command;

import dev.drover.JobHandle;
import dev.drover.JobStatus;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says where jobs stand. */
@Command(
        name = "status",
        description = "Says where jobs stand.",
        footer = {
            "",
            "Examples:",
            "  drover job status 'emr://eu-west-1/j-3KLM#s-1ABC'",
            "  drover job status --key etl/2026-11-21"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class JobStatusVerb extends Verb {
    @Mixin
    private JobChoice choice;

    @Override
    Answer run(Session session) {
        List<JobStatus> jobs =
                choice.handles(session.drover()).stream().map(JobHandle::status).toList();
        Table table = new Table("JOB", "STATE", "NATIVE", "EXIT", "DETAIL");
        jobs.forEach(job -> table.row(
                job.id(),
                job.state(),
                job.nativeState(),
                job.exitCode().isPresent() ? job.exitCode().getAsInt() : "-",
                job.detail()));
        return Answer.of(
                new Document().with("jobs", jobs.stream().map(Documents::of).toList()), screen -> screen.table(table));
    }
}
