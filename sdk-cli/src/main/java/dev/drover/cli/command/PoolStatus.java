package dev.drover.cli.command;

import dev.drover.Drover;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Table;
import dev.drover.routing.Candidate;
import dev.drover.routing.Health;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows pools. */
@Command(
        name = "status",
        description = "Asks every cluster of pools how it is; without names, of all that drover.yaml declares.",
        footer = {"", "Example:", "  drover pool status etl"})
final class PoolStatus extends Verb {
    @Parameters(arity = "0..*", paramLabel = "POOL", description = "Names of pools.")
    private List<String> names = List.of();

    @Override
    Answer run(Session session) {
        Drover drover = session.drover();
        Collection<String> asked = names.isEmpty() ? new TreeSet<>(drover.pools()) : names;
        Table table = new Table("POOL", "CLUSTER", "WEIGHT", "QUEUES", "STATE");
        List<Document> pools = new ArrayList<>();
        for (String name : asked) {
            List<Candidate> clusters = drover.pool(name).checkHealth();
            clusters.forEach(each -> table.row(
                    name,
                    each.cluster(),
                    each.weight(),
                    String.join(", ", new TreeSet<>(each.queues())),
                    each.health() instanceof Health.Down down ? "down: " + down.reason() : "up"));
            pools.add(new Document()
                    .with("name", name)
                    .with(
                            "clusters",
                            clusters.stream().map(PoolStatus::document).toList()));
        }
        return Answer.of(new Document().with("pools", pools), screen -> screen.table(table));
    }

    private static Document document(Candidate each) {
        Document document = new Document()
                .with("cluster", each.cluster())
                .with("weight", each.weight())
                .with("queues", new TreeSet<>(each.queues()))
                .with("labels", each.labels())
                .with("sparkVersion", each.sparkVersion())
                .with("up", each.health() instanceof Health.Up);
        return each.health() instanceof Health.Down down ? document.with("reason", down.reason()) : document;
    }
}
