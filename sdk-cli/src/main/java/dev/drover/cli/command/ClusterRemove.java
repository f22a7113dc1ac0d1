package dev.drover.cli.command;

import dev.drover.ClusterHandle;
import dev.drover.cli.output.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes workers. */
@Command(
        name = "remove",
        description = "Removes workers, so many or those of a name; returns once that is asked for.",
        footer = {
            "",
            "Examples:",
            "  drover cluster remove emr://eu-west-1/j-3KLM 2",
            "  drover cluster remove spark-hosts://lab/etl hosts-3"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterRemove extends Verb {
    @Mixin
    private Workers workers;

    @Override
    Answer run(Session session) {
        ClusterHandle cluster = session.drover().cluster(workers.cluster());
        if (workers.count().isPresent()) {
            return Workers.resize(cluster, -workers.count().get());
        }
        cluster.nodes().remove(workers.machines());
        return workers.asked("removing");
    }
}
