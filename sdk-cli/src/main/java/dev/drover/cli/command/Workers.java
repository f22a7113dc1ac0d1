package dev.drover.cli.command;

import dev.drover.ClusterHandle;
import dev.drover.ClusterNode;
import dev.drover.DroverException;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** Which workers come or go: a number, or machines by name. */
final class Workers {
    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "N|MACHINE",
            description = "How many, or the names of machines where the cluster has named ones.")
    private List<String> which = List.of();

    /** The number, if it is one. */
    Optional<Integer> count() {
        return which.size() == 1 && which.get(0).matches("[0-9]{1,5}")
                ? Optional.of(Integer.parseInt(which.get(0))).filter(Workers::some)
                : Optional.empty();
    }

    private static boolean some(int number) {
        if (number < 1) {
            throw DroverException.invalid("How many workers come or go is at least 1.");
        }
        return true;
    }

    List<String> machines() {
        return which;
    }

    /** Asks for so many workers more, or fewer. */
    static Answer resize(ClusterHandle cluster, int more) {
        int wanted = cluster.describe().nodes(ClusterNode.Role.WORKER).size() + more;
        cluster.resize(wanted);
        return asked(cluster, wanted);
    }

    /** Says how many there shall be. */
    static Answer asked(ClusterHandle cluster, int workers) {
        return Answer.of(
                new Document().with("id", cluster.id()).with("workers", workers),
                screen -> screen.line(cluster.id() + " was asked for " + workers + " workers"));
    }

    /** Says which machines come or go. */
    Answer asked(ClusterHandle cluster, String what) {
        return Answer.of(
                new Document().with("id", cluster.id()).with(what, which),
                screen -> screen.line(cluster.id() + ": " + what + " " + String.join(", ", which)));
    }
}
