package dev.drover.cli.command;

import dev.drover.ClusterNode;
import dev.drover.ClusterStatus;
import dev.drover.Location;
import dev.drover.PartialResult;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Table;
import dev.drover.task.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists clusters. */
@Command(
        name = "list",
        description = "Lists the living clusters that Drover made; those that answer, if some do not.",
        footer = {"", "Example:", "  drover cluster list emr://eu-west-1 dataproc://acme-data/europe-west1"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterList extends Verb {
    @Mixin
    private Locations locations;

    @Override
    Answer run(Session session) {
        PartialResult<Location, List<ClusterStatus>> clusters = locations.list(session.drover());
        Table table = new Table("CLUSTER", "STATE", "NATIVE", "WORKERS", "SPARK");
        clusters.found()
                .forEach(each -> table.row(
                        each.id(),
                        each.state(),
                        each.nativeState(),
                        each.nodes(ClusterNode.Role.WORKER).size(),
                        each.sparkVersion()));
        Document document = new Document()
                .with("clusters", clusters.found().stream().map(Documents::of).toList())
                .with("failed", Locations.tell(clusters.failed(), session.screen()));
        return Answer.of(document, screen -> screen.table(table))
                .ending(clusters.complete() ? ExitCode.DONE : ExitCode.PLATFORM);
    }
}
