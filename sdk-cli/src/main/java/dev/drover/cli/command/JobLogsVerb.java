package dev.drover.cli.command;

import dev.drover.JobHandle;
import dev.drover.JobLogs;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Screen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the logs of a job. */
@Command(
        name = "logs",
        description = {
            "Shows the end of a job's logs.",
            "With --source it prints one log and nothing else, whole with --all, and as it grows with --follow."
        },
        footer = {
            "",
            "Examples:",
            "  drover job logs 'emr://eu-west-1/j-3KLM#s-1ABC'",
            "  drover job logs --key etl/2026-11-21 --source stdout --follow"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class JobLogsVerb extends Verb {
    private static final int PAGE = 1 << 16;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Mixin
    private JobChoice choice;

    @Option(names = "--source", paramLabel = "NAME", description = "Which log: stderr, stdout, or what 'logs' shows.")
    private Optional<String> source = Optional.empty();

    @Option(names = "--tail", paramLabel = "N", description = "How many lines from the end; by default 100.")
    private int tail = 100;

    @Option(names = "--all", description = "The whole log from its beginning; needs --source.")
    private boolean all;

    @Option(names = "--follow", description = "Go on until the log ends; needs --source. Ctrl-C ends it.")
    private boolean follow;

    @Override
    Answer run(Session session) throws InterruptedException {
        if ((all || follow) && (source.isEmpty() || session.screen().json())) {
            throw wrong("--all and --follow need --source, and no --json.");
        }
        List<JobHandle> jobs = choice.handles(session.drover());
        if (jobs.size() > 1) {
            throw wrong("Logs are of one job at a time.");
        }
        JobLogs logs = jobs.get(0).logs();
        if (all || follow) {
            print(logs, new Source(source.orElseThrow()), session);
            return Answer.of(new Document(), screen -> {});
        }
        return tails(jobs.get(0), logs);
    }

    private void print(JobLogs logs, Source from, Session session) throws InterruptedException {
        Screen screen = session.screen();
        long offset = 0;
        while (!screen.broken()) {
            Page page = logs.read(from, offset, PAGE);
            screen.text(page.text());
            offset = page.nextOffset();
            if (page.more() == More.LATER && follow) {
                session.clock().sleep(PAUSE);
            } else if (page.more() != More.NOW) {
                return;
            }
        }
    }

    private Answer tails(JobHandle job, JobLogs logs) {
        List<Source> sources = source.map(name -> List.of(new Source(name))).orElseGet(logs::sources);
        List<Document> documents = new ArrayList<>();
        List<List<String>> tails = new ArrayList<>();
        for (Source each : sources) {
            List<String> lines = logs.tail(each, tail);
            tails.add(lines);
            documents.add(new Document().with("source", each.name()).with("lines", lines));
        }
        return Answer.of(new Document().with("id", job.id()).with("logs", documents), screen -> {
            for (int i = 0; i < sources.size(); i++) {
                if (source.isEmpty()) {
                    screen.line("== " + sources.get(i).name());
                }
                tails.get(i).forEach(line -> screen.text(line + "\n"));
            }
        });
    }
}
