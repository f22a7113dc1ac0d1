package dev.drover.cli.command;

import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterStatus;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Screen;
import dev.drover.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a cluster. */
@Command(
        name = "info",
        description = "Shows a cluster and its machines.",
        footer = {"", "Example:", "  drover cluster info emr://eu-west-1/j-3KLM"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterInfo extends Verb {
    @Parameters(paramLabel = "CLUSTER", description = "The cluster's id.")
    private ClusterId cluster;

    @Override
    Answer run(Session session) {
        ClusterStatus status = session.drover().cluster(cluster).describe();
        return Answer.of(Documents.of(status), screen -> show(status, screen));
    }

    private static void show(ClusterStatus status, Screen screen) {
        screen.line(status.id().toString());
        screen.line("state    " + status.state() + " (" + status.nativeState() + ")");
        status.sparkVersion().ifPresent(version -> screen.line("Spark    " + version));
        status.problem().ifPresent(problem -> screen.line("problem  " + problem));
        if (!status.nodes().isEmpty()) {
            Table nodes = new Table("ROLE", "NODE", "ADDRESS", "STATE", "CORES", "MEMORY MIB");
            for (ClusterNode node : status.nodes()) {
                nodes.row(
                        node.role(),
                        node.id(),
                        node.address(),
                        node.state(),
                        node.coresUsed() + "/" + node.cores(),
                        node.memoryUsedMiB() + "/" + node.memoryMiB());
            }
            screen.table(nodes);
        }
    }
}
