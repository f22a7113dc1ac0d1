package dev.drover.cli.command;

import dev.drover.ClusterId;
import dev.drover.NodeResult;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Screen;
import dev.drover.task.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a script on all machines of a cluster. */
@Command(
        name = "run-script",
        description = "Runs a script on every machine of a cluster at once; shows what each printed and its exit code.",
        footer = {"", "Example:", "  drover cluster run-script spark-hosts://lab/etl disk-free.sh -- /data"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterRunScript extends Verb {
    @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster's id.")
    private ClusterId cluster;

    @Parameters(index = "1", paramLabel = "FILE", description = "The script.")
    private Path file;

    @Parameters(index = "2..*", paramLabel = "ARGUMENT", description = "The script's arguments, after --.")
    private List<String> arguments = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long it may take on a machine; by default 10m.")
    private Duration timeout = Duration.ofMinutes(10);

    @Override
    Answer run(Session session) {
        List<NodeResult> results = session.drover()
                .cluster(cluster)
                .nodes()
                .run(Scripts.action(file)
                        .args(arguments.toArray(String[]::new))
                        .timeout(timeout)
                        .build());
        Document document = new Document()
                .with("id", cluster)
                .with("nodes", results.stream().map(ClusterRunScript::document).toList());
        boolean good = results.stream().allMatch(NodeResult::succeeded);
        return Answer.of(document, screen -> results.forEach(each -> show(each, screen)))
                .ending(good ? ExitCode.DONE : ExitCode.FAILED);
    }

    private static Document document(NodeResult result) {
        return new Document()
                .with("node", result.node())
                .with("exitCode", result.exitCode())
                .with("output", result.output())
                .with("problem", result.problem());
    }

    private static void show(NodeResult result, Screen screen) {
        String end = result.exitCode().isPresent()
                ? "exit code " + result.exitCode().getAsInt()
                : result.problem().orElse("no exit code");
        screen.line("== " + result.node() + ": " + end);
        screen.text(
                result.output().isEmpty() || result.output().endsWith("\n") ? result.output() : result.output() + "\n");
    }
}
