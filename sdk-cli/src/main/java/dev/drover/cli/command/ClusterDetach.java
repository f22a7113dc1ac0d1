package dev.drover.cli.command;

import dev.drover.ClusterId;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets clusters go on by themselves. */
@Command(
        name = "detach",
        description = "Leaves clusters running and forgets them: they are not listed nor found by key any more.",
        footer = {"", "Example:", "  drover cluster detach spark-hosts://lab/etl"})
final class ClusterDetach extends Verb {
    @Parameters(arity = "1..*", paramLabel = "CLUSTER", description = "The clusters' ids.")
    private List<String> names = List.of();

    @Override
    Answer run(Session session) {
        List<ClusterId> clusters = names.stream().map(ClusterId::parse).toList();
        for (ClusterId cluster : clusters) {
            session.drover().cluster(cluster).detach();
            session.screen().line(cluster + " is on its own now");
        }
        return Answer.of(new Document().with("detached", clusters), screen -> {});
    }
}
