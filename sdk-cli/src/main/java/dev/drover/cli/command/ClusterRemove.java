package dev.drover.cli.command;

import dev.drover.ClusterId;
import dev.drover.cli.output.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes workers. */
@Command(
        name = "remove",
        description = "Removes workers; returns once that is asked for.",
        footer = {"", "Example:", "  drover cluster remove emr://eu-west-1/j-3KLM 2"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterRemove extends Verb {
    @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster's id.")
    private ClusterId cluster;

    @Parameters(index = "1", paramLabel = "WORKERS", description = "How many fewer.")
    private int workers;

    @Override
    Answer run(Session session) {
        if (workers < 1) {
            throw wrong("How many fewer is at least 1, not " + workers + ".");
        }
        return Resizing.by(session.drover().cluster(cluster), -workers);
    }
}
