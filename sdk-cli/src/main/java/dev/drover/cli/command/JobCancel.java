package dev.drover.cli.command;

import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends jobs. */
@Command(
        name = "cancel",
        description = "Asks jobs to end; does nothing to those that have.",
        footer = {"", "Example:", "  drover job cancel 'emr://eu-west-1/j-3KLM#s-1ABC'"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class JobCancel extends Verb {
    @Mixin
    private JobChoice choice;

    @Override
    Answer run(Session session) {
        List<JobHandle> jobs = choice.handles(session.drover());
        for (JobHandle job : jobs) {
            job.cancel();
            session.screen().line(job.id() + " was asked to end");
        }
        List<JobId> ids = jobs.stream().map(JobHandle::id).toList();
        return Answer.of(new Document().with("ending", ids), screen -> {});
    }
}
