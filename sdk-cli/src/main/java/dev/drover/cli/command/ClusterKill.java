package dev.drover.cli.command;

import dev.drover.ClusterId;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends clusters. */
@Command(
        name = "kill",
        description = "Ends clusters and everything on them; returns once that is asked for.",
        footer = {"", "Example:", "  drover cluster kill emr://eu-west-1/j-3KLM"})
final class ClusterKill extends Verb {
    @Parameters(arity = "1..*", paramLabel = "CLUSTER", description = "The clusters' ids.")
    private List<String> names = List.of();

    @Override
    Answer run(Session session) {
        List<ClusterId> clusters = names.stream().map(ClusterId::parse).toList();
        for (ClusterId cluster : clusters) {
            session.drover().cluster(cluster).terminate();
            session.screen().line(cluster + " was asked to end");
        }
        return Answer.of(new Document().with("ending", clusters), screen -> {});
    }
}
