package dev.drover.cli.command;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.cli.output.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Changes the number of workers. */
@Command(
        name = "resize",
        description = "Changes the number of workers; returns once that is asked for.",
        footer = {"", "Example:", "  drover cluster resize emr://eu-west-1/j-3KLM 8"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterResize extends Verb {
    @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster's id.")
    private ClusterId cluster;

    @Parameters(index = "1", paramLabel = "WORKERS", description = "How many there shall be.")
    private int workers;

    @Override
    Answer run(Session session) {
        ClusterHandle handle = session.drover().cluster(cluster);
        handle.resize(workers);
        return Workers.asked(handle, workers);
    }
}
