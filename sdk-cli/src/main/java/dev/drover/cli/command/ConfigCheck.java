package dev.drover.cli.command;

import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.config.ConfigException;
import dev.drover.spi.settings.Problem;
import dev.drover.task.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads a configuration and says what is wrong with it. */
@Command(
        name = "check",
        description = "Reads a configuration and says everything that is wrong with it; nobody is asked.",
        footer = {"", "Example:", "  drover config check drover.yaml"})
final class ConfigCheck extends Verb {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; by default that of --config.")
    private Optional<Path> file = Optional.empty();

    @Override
    Answer run(Session session) {
        Path checked =
                file.or(session::configFile).orElseThrow(() -> wrong("There is no drover.yaml here; name a file."));
        List<Problem> problems = problems(checked, session);
        Document document = new Document()
                .with("file", checked)
                .with("problems", problems.stream().map(ConfigCheck::document).toList());
        if (problems.isEmpty()) {
            return Answer.of(document, screen -> screen.line(checked + ": good"));
        }
        problems.forEach(problem -> session.screen().error(problem.toString()));
        return Answer.of(document, screen -> {}).ending(ExitCode.USAGE);
    }

    private static List<Problem> problems(Path checked, Session session) {
        try {
            session.config().read(checked).build().close();
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private static Document document(Problem problem) {
        return new Document()
                .with("file", problem.at().file())
                .with("line", problem.at().line())
                .with("column", problem.at().column())
                .with("message", problem.message());
    }
}
