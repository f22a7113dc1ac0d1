package dev.drover.cli.command;

import dev.drover.RequestKey;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.pipeline.PipelineReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the report of a run of a pipeline. */
@Command(
        name = "report",
        description = {
            "Prints the report of a run as JSON, with every attempt, cluster and waiting time.",
            "With --html it is written as one page with a timeline, to be opened in a browser."
        },
        footer = {"", "Example:", "  drover pipeline report --key multimno/2026-11-21 --html report.html"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class PipelineReportVerb extends Verb {
    @Option(names = "--key", required = true, paramLabel = "KEY", description = "The run's key.")
    private RequestKey key;

    @Option(names = "--html", paramLabel = "FILE", description = "Where to write the page.")
    private Optional<Path> html = Optional.empty();

    @Override
    Answer run(Session session) throws IOException {
        PipelineReport report = PipelineStatus.find(session.drover(), key);
        if (html.isEmpty()) {
            Document whole = Document.ofJson(report.json());
            return Answer.of(whole, screen -> screen.document(whole));
        }
        Path page = html.get();
        Files.writeString(page, report.html(), StandardCharsets.UTF_8);
        return Answer.of(new Document().with("file", page), screen -> screen.line(page.toString()));
    }
}
