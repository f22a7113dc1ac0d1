package dev.drover.cli.command;

import dev.drover.JobHandle;
import dev.drover.cli.output.Answer;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Waits for a job. */
@Command(
        name = "wait",
        description = "Waits until a job has ended; Ctrl-C detaches and leaves it alone.",
        footer = {"", "Example:", "  drover job wait --timeout 2h 'emr://eu-west-1/j-3KLM#s-1ABC'"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class JobWait extends Verb {
    @Mixin
    private JobChoice choice;

    @Mixin
    private WaitFlags waiting;

    @Override
    Answer run(Session session) throws Exception {
        List<JobHandle> jobs = choice.handles(session.drover());
        if (jobs.size() > 1) {
            throw wrong("One job is waited for at a time.");
        }
        return new Waiting(session, waiting).untilEnded(jobs.get(0));
    }
}
