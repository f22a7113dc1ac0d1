package dev.drover.cli.command;

import dev.drover.ClusterId;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sends no further jobs of a pool to a cluster; what runs there goes on. */
@Command(
        name = "drain",
        description = {
            "Sends no further jobs of a pool to a cluster; what runs there goes on.",
            "Holds for all programs that share the ledger, within 10 seconds."
        },
        footer = {"", "Example:", "  drover pool drain etl emr://eu-west-1/j-3KLM"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class PoolDrain extends Verb {
    @Parameters(index = "0", paramLabel = "POOL", description = "The pool's name in drover.yaml.")
    private String pool;

    @Parameters(index = "1", paramLabel = "CLUSTER", description = "The cluster's id.")
    private ClusterId cluster;

    @Override
    Answer run(Session session) {
        DurableLedger.require(session.drover(), "what 'pool drain' says would end with this command");
        session.drover().pool(pool).drain(cluster);
        return Answer.of(
                new Document().with("pool", pool).with("cluster", cluster).with("drained", true),
                screen -> screen.line(cluster + " is drained in pool " + pool));
    }
}
