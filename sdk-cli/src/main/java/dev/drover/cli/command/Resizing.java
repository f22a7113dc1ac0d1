package dev.drover.cli.command;

import dev.drover.ClusterHandle;
import dev.drover.ClusterNode;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;

/** Another number of workers. */
final class Resizing {
    private Resizing() {}

    /** Asks for so many more, or fewer. */
    static Answer by(ClusterHandle cluster, int more) {
        int now = cluster.describe().nodes(ClusterNode.Role.WORKER).size();
        cluster.resize(now + more);
        return answer(cluster, now + more);
    }

    /** Asks for so many. */
    static Answer to(ClusterHandle cluster, int workers) {
        cluster.resize(workers);
        return answer(cluster, workers);
    }

    private static Answer answer(ClusterHandle cluster, int workers) {
        return Answer.of(
                new Document().with("id", cluster.id()).with("workers", workers),
                screen -> screen.line(cluster.id() + " was asked for " + workers + " workers"));
    }
}
